"""Payments: a lot from its proposal to the partner, an account under four eyes, an indu."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import etree
from playwright.sync_api import Page

from subventions.paiements.models import CompteBancaire, Indu, LotPaiement, Versement
from subventions.paiements.services.comptes import regler_compte_payeur
from tests.e2e.conftest import Visite
from tests.monde import Monde, acteur
from tests.socle.fichiers import PDF
from tests.subventions.paiements.argent import droit, paye, pret
from tests.subventions.paiements.fabriques import AUTRE_IBAN, IBAN, IBAN_CAF
from tests.subventions.paiements.test_sepa import SCHEMA

BUREAU, TELEPHONE = {"width": 1280, "height": 800}, {"width": 375, "height": 800}
DEBORD = "document.documentElement.scrollWidth - innerWidth"


def recu(page: Page, libelle: str) -> bytes:
    with page.expect_download() as telechargement:
        page.get_by_role("link", name=libelle, exact=True).click()
    return Path(telechargement.value.path()).read_bytes()


def jour_ecrit() -> str:
    return timezone.localdate().strftime("%d/%m/%Y")


@pytest.mark.parametrize("ecran", [BUREAU, TELEPHONE], ids=["1280", "375"])
def test_du_lot_propose_a_l_argent_verse(
    monde_vivant: Monde, visite: Visite, tmp_path: Path, ecran: dict[str, int]
) -> None:
    monde, page = monde_vivant, visite.page
    page.set_viewport_size(ecran)
    pret(monde)
    payeur = {"titulaire": "Caf de la Savoie", "iban": IBAN_CAF, "bic": ""}
    regler_compte_payeur(monde.caf.pk, **payeur, acteur=acteur(monde.responsable))

    visite.etre(monde.conseiller)
    visite.aller(reverse("paiements:lots"))
    visite.cliquer("Proposer un lot", role="link", exact=False)
    assert "L’acompte précédent n’est pas versé" in visite.texte()
    page.get_by_role("checkbox").uncheck()
    visite.cliquer("Proposer ce lot")
    assert "Choisissez au moins une échéance" in visite.texte()
    page.get_by_role("checkbox").check()
    visite.cliquer("Proposer ce lot")
    assert "une autre personne de la Caf" in visite.texte()
    lot = LotPaiement.objects.get()

    visite.commencer(monde.remplacant)
    visite.cliquer(lot.reference, role="link")
    visite.cliquer("Donner le bon à payer", role="link")
    assert "1 versement, 25 200,00 € à virer" in visite.texte()
    visite.cliquer("Donner le bon à payer")
    assert "Le lot est ordonné" in visite.texte()
    assert recu(page, "Classeur")[:2] == b"PK"
    assert "LOT73-00001-0001" in recu(page, "Fichier CSV").decode("utf-8-sig")
    virements = etree.fromstring(recu(page, "Virements SEPA"))
    etree.XMLSchema(etree.parse(str(SCHEMA))).assertValid(virements)

    releve = tmp_path / "releve.csv"
    lignes = [
        f"LOT73-00001-0001;25200,00;{jour_ecrit()};",
        f"LOT73-00009-0001;10,00;{jour_ecrit()};",
        "LOT73-00001-0001;douze;;",
    ]
    releve.write_text("\n".join(["Référence;Montant;Payé le;Rejet", *lignes]), encoding="utf-8")
    visite.aller(reverse("paiements:lots"))
    visite.cliquer("Importer les paiements faits", role="link", exact=False)
    visite.cliquer("Voir ce que ce fichier ferait")
    assert "Choisissez un fichier" in visite.texte()
    page.set_input_files("input[name=fichier]", releve)
    visite.cliquer("Voir ce que ce fichier ferait")
    assert "1 à enregistrer, 2 refusées" in visite.texte()
    assert page.evaluate(DEBORD) <= 0
    visite.cliquer("Enregistrer", exact=False)
    assert Versement.objects.get().etat == "paye"

    visite.etre(monde.passerelles.finances)
    visite.aller(reverse("paiements:echeancier", args=[monde.er.pk, 2026]))
    lu = visite.texte()
    for attendu in ("Versé", "RF76LOT73000010001", "Mois par mois"):
        assert attendu in lu
    assert page.evaluate(DEBORD) <= 0
    courants = page.locator("nav[aria-label='Menu principal'] a[aria-current]")
    assert set(courants.all_text_contents()) == {"Mes subventions"}


@pytest.mark.parametrize("ecran", [BUREAU, TELEPHONE], ids=["1280", "375"])
def test_un_compte_se_propose_et_se_confirme_a_deux(
    monde_vivant: Monde, visite: Visite, tmp_path: Path, ecran: dict[str, int]
) -> None:
    monde, page = monde_vivant, visite.page
    page.set_viewport_size(ecran)
    rib = tmp_path / "rib.pdf"
    rib.write_bytes(PDF)

    visite.etre(monde.passerelles.finances)
    visite.aller(reverse("paiements:comptes"))
    visite.cliquer(monde.passerelles.gestionnaire.nom, role="link")
    visite.cliquer("Proposer un compte", role="link")
    visite.cliquer("Proposer ce compte")
    assert "Recopiez l’IBAN" in visite.texte()
    page.set_input_files("input[name=fichier]", rib)
    visite.remplir({"titulaire": "Les Passerelles", "iban": f"{IBAN[:-1]}0"})
    visite.cliquer("Proposer ce compte")
    assert "clé de contrôle" in visite.texte()
    page.set_input_files("input[name=fichier]", rib)
    visite.remplir({"iban": IBAN})
    visite.cliquer("Proposer ce compte")
    assert "attend la confirmation" in visite.texte()
    assert IBAN not in page.content()

    visite.commencer(monde.conseiller)
    visite.cliquer(monde.passerelles.gestionnaire.nom, role="link")
    visite.cliquer("Confirmer ce compte", role="link")
    visite.remplir({"iban": AUTRE_IBAN})
    visite.cliquer("Confirmer ce compte")
    assert CompteBancaire.objects.get().etat == "propose"
    visite.remplir({"iban": IBAN})
    visite.cliquer("Confirmer ce compte")
    assert CompteBancaire.objects.get().confirme_par == monde.conseiller
    visite.aller(reverse("paiements:comptes"))
    assert "FR•• •••• 0189" in visite.texte()
    assert page.evaluate(DEBORD) <= 0


@pytest.mark.parametrize("ecran", [BUREAU, TELEPHONE], ids=["1280", "375"])
def test_un_indu_se_rend_puis_se_compense(
    monde_vivant: Monde, visite: Visite, ecran: dict[str, int]
) -> None:
    monde, page = monde_vivant, visite.page
    page.set_viewport_size(ecran)
    pret(monde)
    paye(monde)
    paye(monde)
    droit(monde, "reel", "40000.00")

    visite.etre(monde.conseiller)
    visite.aller(reverse("paiements:echeancier", args=[monde.er.pk, 2026]))
    visite.cliquer("Notifier un indu", role="link")
    visite.cliquer("Notifier l’indu")
    assert "Expliquez cet indu" in visite.texte()
    page.check('[name="mode"][value="remboursement"]')
    premiere = timezone.localdate() + timedelta(days=20)
    visite.remplir(
        {
            "nombre": "3",
            "premiere_le": premiere.isoformat(),
            "motif": "L’activité du second semestre est plus faible que prévu.",
        }
    )
    visite.cliquer("Notifier l’indu")
    indu = Indu.objects.get()
    visite.cliquer(indu.reference, role="link")
    assert "3 466,68 €" in visite.texte()
    assert visite.texte().count("À venir") == 3
    visite.cliquer("Enregistrer un remboursement", role="link")
    visite.remplir({"montant": "99999"})
    visite.cliquer("Enregistrer")
    assert "Il reste 10 400,00 € à rembourser" in visite.texte()
    visite.remplir({"montant": "3466,66"})
    visite.cliquer("Enregistrer")
    assert "6 933,34 €" in visite.texte()
    visite.cliquer("Changer le recouvrement", role="link")
    page.check('[name="mode"][value="compensation"]')
    visite.cliquer("Enregistrer")

    droit(monde, "previsionnel", "50000.00", 2027)
    visite.aller(reverse("paiements:nouveau_lot", args=["73"]))
    visite.cliquer("Proposer ce lot")
    assert "dont 6 933,34 € retenus" in visite.texte()
    assert page.evaluate(DEBORD) <= 0
    visite.etre(monde.passerelles.approbateur)
    visite.aller(reverse("paiements:indu", args=[indu.pk]))
    assert "Soldé" in visite.texte()
    assert page.evaluate(DEBORD) <= 0
