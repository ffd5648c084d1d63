"""The pages of payments: what they show, what they lead to, whom amounts are kept from."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from habilitations.models import Adhesion, Utilisateur
from subventions.paiements.models import CompteBancaire, LotPaiement
from tests.declarations.cct import declaration_cct
from tests.monde import Monde
from tests.relances.views.pages import connecte
from tests.subventions.paiements.argent import droit, ordonne, paye, pret, propose
from tests.subventions.paiements.fabriques import AUTRE_IBAN, en_vigueur, profil
from tests.subventions.paiements.fabriques import propose as proposer_un_compte
from tests.subventions.paiements.pages import lue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


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


def test_un_premier_compte_n_en_dit_aucun_en_vigueur(monde: Monde) -> None:
    base = Adhesion.objects.get(caf=monde.caf, gestionnaire=monde.er.gestionnaire)
    page = reverse("paiements:proposer_compte", args=[base.pk])
    client = connecte(monde.passerelles.approbateur)
    premiere = lue(client.get(page))
    assert "Jusque-là, aucun compte n’est en vigueur." in premiere
    assert "vont au compte en vigueur" not in premiere
    en_vigueur(monde)
    assert "les versements vont au compte en vigueur" in lue(client.get(page))
