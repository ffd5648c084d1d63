"""Lots on their pages: led from one to the next, changed meanwhile, exported, paid."""

import pytest
from django.urls import reverse
from lxml import etree

from portal.socle.lecture_classeurs import lire_tableau
from portal.socle.models import LigneJournal
from subventions.paiements.models import LotPaiement, Versement
from subventions.paiements.services.comptes import regler_compte_payeur
from subventions.paiements.services.dues import lignes_dues
from tests.declarations.transferts import decider
from tests.monde import Monde, acteur
from tests.relances.views.pages import connecte
from tests.subventions.paiements.argent import droit, paye, pret, propose
from tests.subventions.paiements.fabriques import IBAN, IBAN_CAF
from tests.subventions.paiements.pages import lue
from tests.subventions.paiements.test_sepa import SCHEMA

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


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


def test_qui_est_paye_se_lit_meme_apres_un_transfert(monde: Monde) -> None:
    """The account of the former gestionnaire never stands under the name of the new one."""
    pret(monde)
    echeancier = reverse("paiements:echeancier", args=[monde.er.pk, 2026])
    dit = "Versements à l’Association Les Passerelles, qui gérait l’équipement"
    conseiller = connecte(monde.conseiller)
    assert dit not in lue(conseiller.get(echeancier))
    decider(monde)
    lu = lue(conseiller.get(reverse("paiements:nouveau_lot", args=["73"])))
    assert "Association Les Passerelles" in lu
    assert "Association Les Voisins" not in lu
    assert dit in lue(conseiller.get(echeancier))
    assert dit in lue(connecte(monde.voisins.finances).get(echeancier))


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
