"""The pages of payments: what they show, what they lead to, whom amounts are kept from."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import etree

from habilitations.models import Adhesion, Utilisateur
from portal.socle.lecture_classeurs import lire_tableau
from portal.socle.models import LigneJournal
from subventions.paiements.models import CompteBancaire, LotPaiement, Versement
from subventions.paiements.services.comptes import regler_compte_payeur
from subventions.paiements.services.dues import lignes_dues
from tests.declarations.cct import declaration_cct
from tests.monde import Monde, acteur
from tests.relances.views.pages import connecte
from tests.subventions.paiements.argent import droit, ordonne, paye, pret, propose
from tests.subventions.paiements.fabriques import AUTRE_IBAN, IBAN, IBAN_CAF, profil
from tests.subventions.paiements.fabriques import propose as proposer_un_compte
from tests.subventions.paiements.test_sepa import SCHEMA

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


def lue(reponse: object, statut: int = 200) -> str:
    assert reponse.status_code == statut
    texte = reponse.content.decode().replace("\u00a0", " ").replace("\u202f", " ")
    return " ".join(texte.split())


def page_echeancier(monde: Monde, annee: int = 2026) -> str:
    return reverse("paiements:echeancier", args=[monde.er.pk, annee])


def test_l_echeancier_dit_ce_qu_il_attend(monde: Monde) -> None:
    client = connecte(monde.passerelles.finances)
    assert "Profil non défini" in lue(client.get(page_echeancier(monde)))
    profil(monde)
    droit(monde, "previsionnel", "72000.00", definitif=False)
    assert "Attend que la Caf valide le droit prévisionnel" in lue(
        client.get(page_echeancier(monde))
    )
    droit(monde, "previsionnel", "72000.00")
    lu = lue(client.get(page_echeancier(monde)))
    assert "25 200,00 €" in lu
    assert "Attend que la déclaration réelle soit transmise" in lu
    assert "50 400,00 €" in lu
    assert 'width="200"' in lu
    assert "Notifier un indu" not in lu


def test_la_page_de_l_argent_montre_l_echeancier(monde: Monde) -> None:
    pret(monde)
    client = connecte(monde.passerelles.finances)
    page = reverse("droits:dossier", args=[monde.er.pk, 2026])
    assert page_echeancier(monde) in lue(client.get(page))
    fragment = lue(client.get(page_echeancier(monde), headers={"HX-Request": "true"}))
    assert "25 200,00 €" in fragment
    assert "<html" not in fragment
    entiere = lue(client.get(page_echeancier(monde)))
    assert reverse("droits:dossier", args=[monde.er.pk, 2026]) in entiere


def test_un_lot_se_mene_de_page_en_page(monde: Monde) -> None:
    pret(monde)
    client = connecte(monde.conseiller)
    nouveau = reverse("paiements:nouveau_lot", args=["73"])
    lu = lue(client.get(nouveau))
    assert "Premier acompte 2026" in lu
    assert "À payer – 1 échéance, 25 200,00 € en tout" in lu
    assert "L’acompte précédent n’est pas versé" in lu
    assert "Choisissez au moins une échéance" in lue(client.post(nouveau, {}), 422)
    perimee = lue(client.post(nouveau, {"cles": [f"{monde.er.pk}.2026.acompte.1.1.00"]}), 422)
    assert "Ce qui est dû a changé" in perimee
    cle = lignes_dues(monde.caf.pk, acteur(monde.conseiller))[0].cle
    assert client.post(nouveau, {"cles": [cle]}).status_code == 302
    lot = LotPaiement.objects.get()
    page = reverse("paiements:lot", args=[lot.pk])
    lu = lue(client.get(page))
    assert "Vous avez proposé ce lot" in lu
    assert "Donner le bon à payer" not in lu
    second = connecte(monde.hors_portefeuille)
    ordre = reverse("paiements:ordonner_lot", args=[lot.pk])
    assert client.get(ordre).status_code == 403
    assert "1 versement, 25 200,00 € à virer" in lue(second.get(ordre))
    perime = lue(second.post(ordre, {"execution_le": "2026-02-04"}), 422)
    assert "rechargez-la" in perime
    envoi = {"execution_le": "2026-02-04", "vu": "1:25200.00"}
    assert second.post(ordre, envoi).status_code == 302
    deja = lue(connecte(monde.remplacant).get(ordre))
    assert "a été ordonné par Hugo Collègue" in deja
    assert "Donner le bon à payer</button>" not in deja
    assert "a été ordonné" in lue(
        connecte(monde.conseiller).get(reverse("paiements:refuser_lot", args=[lot.pk]))
    )
    assert "Virements SEPA" in lue(client.get(page))
    payer = reverse("paiements:payer_lot", args=[lot.pk])
    assert client.post(payer, {"paye_le": "2026-02-03"}).status_code == 302
    assert Versement.objects.get().etat == "paye"
    rejet = reverse("paiements:rejeter_versement", args=[Versement.objects.get().pk])
    assert client.post(rejet, {"motif": "Compte clos, dit la banque"}).status_code == 302
    assert "Rejeté" in lue(client.get(page))
    assert "LOT73-00001" in lue(client.get(reverse("paiements:lots")))


def test_un_lot_change_se_dit_sur_sa_page(monde: Monde) -> None:
    pret(monde)
    lot = propose(monde)
    droit(monde, "previsionnel", "70000.00")
    lu = lue(connecte(monde.hors_portefeuille).get(reverse("paiements:lot", args=[lot.pk])))
    assert "le montant dû a changé" in lu


def test_un_lot_s_exporte_une_fois_ordonne(monde: Monde) -> None:
    pret(monde)
    lot = propose(monde)
    client = connecte(monde.conseiller)
    genres = ("lot_xlsx", "lot_csv", "lot_sepa")
    adresses = {g: reverse(f"paiements:{g}", args=[lot.pk]) for g in genres}
    for adresse in adresses.values():
        assert "une fois ordonné" in lue(client.get(adresse, follow=True))
    Versement.objects.get()
    ordonner = reverse("paiements:ordonner_lot", args=[lot.pk])
    envoi = {"execution_le": "2026-02-04", "vu": "1:25200.00"}
    connecte(monde.hors_portefeuille).post(ordonner, envoi)
    feuille = lire_tableau(client.get(adresses["lot_xlsx"]).content, "lot.xlsx")["Versements"]
    assert feuille.lignes[1][0] == "LOT73-00001-0001"
    assert IBAN in feuille.lignes[1]
    csv = client.get(adresses["lot_csv"]).content.decode("utf-8-sig").splitlines()
    assert "25200,00;0,00;25200,00" in csv[1]
    assert "compte payeur" in lue(client.get(adresses["lot_sepa"], follow=True))
    regler_compte_payeur(
        monde.caf.pk,
        titulaire="Caf de la Savoie",
        iban=IBAN_CAF,
        bic="",
        acteur=acteur(monde.responsable),
    )
    fichier = client.get(adresses["lot_sepa"])
    assert "attachment" in fichier["Content-Disposition"]
    document = etree.fromstring(fichier.content)
    etree.XMLSchema(etree.parse(str(SCHEMA))).assertValid(document)
    assert b"25200.00" in fichier.content
    exports = LigneJournal.objects.filter(action="lot.exporte")
    assert [e.details["genre"] for e in exports.order_by("pk")] == ["xlsx", "csv", "sepa"]
    assert connecte(monde.ccd).get(adresses["lot_xlsx"]).status_code == 403


def test_un_lot_paye_ne_se_vire_pas_encore(monde: Monde) -> None:
    pret(monde)
    lot = paye(monde)
    regler_compte_payeur(
        monde.caf.pk,
        titulaire="Caf de la Savoie",
        iban=IBAN_CAF,
        bic="",
        acteur=acteur(monde.responsable),
    )
    page = reverse("paiements:lot_sepa", args=[lot.pk])
    assert "Aucun virement à faire" in lue(connecte(monde.conseiller).get(page, follow=True))


def test_qui_fournit_l_activite_d_une_cct_ne_lit_aucun_montant(monde: Monde) -> None:
    coordination = declaration_cct(monde)[0].equipement
    profil(monde, dispositif="cct")
    droit(monde, "previsionnel", "24000.00", equipement=coordination)
    page = reverse("paiements:echeancier", args=[coordination.pk, 2026])
    assert "8 400,00" in lue(connecte(monde.passerelles.finances).get(page))
    refusee = lue(connecte(monde.passerelles.activite).get(page), 403)
    assert "8 400" not in refusee
    assert "24 000" not in refusee


def test_les_listes_se_filtrent(monde: Monde) -> None:
    pret(monde)
    paye(monde)
    propose(monde)
    client = connecte(monde.conseiller)
    page = reverse("paiements:lots")
    for etat, attendus in (
        ("", {"LOT73-00001", "LOT73-00002"}),
        ("propose", {"LOT73-00002"}),
        ("ordonne", {"LOT73-00001"}),
        ("a_payer", set()),
        ("refuse", set()),
    ):
        lu = lue(client.get(page, {"etat": etat}))
        assert {r for r in ("LOT73-00001", "LOT73-00002") if r in lu} == attendus, etat
    assert "Aucun lot ne correspond" in lue(client.get(page, {"etat": "refuse"}))
    page = reverse("paiements:comptes")
    nom, voisin = monde.passerelles.gestionnaire.nom, monde.voisins.gestionnaire.nom
    lu = lue(client.get(page, {"compte": "sans"}))
    assert f">{voisin}</a>" in lu
    assert f">{nom}</a>" not in lu
    assert f">{nom}</a>" in lue(client.get(page, {"q": nom}))
    assert "Aucun partenaire ne correspond" in lue(client.get(page, {"compte": "change"}))


def a_faire(qui: Utilisateur) -> str:
    return lue(connecte(qui).get(reverse("accueil:a_faire")))


def test_ce_qui_attend_une_seconde_personne_se_lit_a_l_accueil(monde: Monde) -> None:
    pret(monde)
    lot = propose(monde)
    base = Adhesion.objects.get(caf=monde.caf, gestionnaire=monde.passerelles.gestionnaire)
    proposer_un_compte(monde, AUTRE_IBAN, par=monde.conseiller)
    titres = "Lots de paiements à ordonner", "Comptes bancaires à confirmer"
    lu = a_faire(monde.hors_portefeuille)
    for titre in titres:
        assert titre in lu
    assert reverse("paiements:lot", args=[lot.pk]) in lu
    assert "(1 versement), proposé par Colette Conseil" in lu
    assert reverse("paiements:compte", args=[base.pk]) in lu
    assert AUTRE_IBAN not in lu
    for qui in (monde.conseiller, monde.ccd, monde.responsable, monde.passerelles.finances):
        lu = a_faire(qui)
        for titre in titres:
            assert titre not in lu
    ordonner = reverse("paiements:ordonner_lot", args=[lot.pk])
    envoi = {"execution_le": "2026-02-04", "vu": "1:25200.00"}
    assert connecte(monde.hors_portefeuille).post(ordonner, envoi).status_code == 302
    assert titres[0] not in a_faire(monde.hors_portefeuille)


def test_les_pages_coutent_un_nombre_fixe_de_requetes(monde: Monde) -> None:
    pret(monde)
    ordonne(monde)
    client = connecte(monde.conseiller)
    adresses = [
        reverse("paiements:nouveau_lot", args=["73"]),
        reverse("paiements:lot", args=[LotPaiement.objects.get().pk]),
        reverse("paiements:lots"),
    ]

    def couts() -> list[int]:
        lus = []
        for adresse in adresses:
            with CaptureQueriesContext(
                connection,
            ) as requetes:
                assert client.get(adresse).status_code == 200
            lus.append(len(requetes))
        return lus

    couts()
    avant = couts()
    for annee in (2024, 2025):
        profil_deja = droit(monde, "previsionnel", "10000.00", annee)
        assert profil_deja.annee == annee
    droit(monde, "previsionnel", "50000.00", equipement=monde.er_voisin)
    assert couts() == avant


def test_un_acte_qui_n_est_plus_possible_le_dit_avant_qu_on_le_remplisse(monde: Monde) -> None:
    pret(monde)
    lot = paye(monde)
    versement = lot.versements.get()
    compte = CompteBancaire.objects.get()
    client = connecte(monde.hors_portefeuille)
    for nom, arguments, attendu in (
        ("payer_lot", [lot.pk], "Rien dans ce lot n’attend d’être payé"),
        ("refuser_lot", [lot.pk], "Ce lot a été ordonné"),
        ("retirer_versement", [versement.pk], "n’attend plus d’ordre"),
        ("notifier_indu", [monde.er.pk, 2026], "Rien n’est à réclamer"),
        ("accepter_ecart", [monde.er.pk, 2026], "Aucun écart ne plafonne"),
        ("confirmer_compte", [compte.pk], "n’attend plus de confirmation"),
        ("refuser_compte", [compte.pk], "n’attend plus de confirmation"),
    ):
        lu = lue(client.get(reverse(f"paiements:{nom}", args=arguments)))
        assert attendu in lu, nom
        assert 'class="bloc page-etroite"' not in lu, nom
    proposer_un_compte(monde, AUTRE_IBAN)
    base = Adhesion.objects.get(caf=monde.caf, gestionnaire=monde.passerelles.gestionnaire)
    page = reverse("paiements:proposer_compte", args=[base.pk])
    assert "attend déjà sa confirmation" in lue(client.get(page))
