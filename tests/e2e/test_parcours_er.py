"""An ER en antennes with three lieux, from « à saisir » to « traitée », by four people."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pypdf import PdfReader

from declarations.models import Declaration
from tests.declarations.remplir import jusqu_a, referentiels, valeurs_completes
from tests.e2e.conftest import Visite, appeler_aujourd_hui
from tests.monde import Monde

ANNEE = timezone.localdate().year - 1
EXPLICATION = "Une permanence du samedi a ouvert à Albertville en mars."
MOTIF = "Le compte 60 ne correspond pas à la facture transmise."


def en_texte(brut: str) -> str:
    return " ".join(brut.split())


@pytest.mark.longue
def test_de_a_saisir_a_traitee(monde_vivant: Monde, visite: Visite, tmp_path: Path) -> None:
    monde = monde_vivant
    referentiels(monde.caf)
    maintenant = timezone.now()
    precedente = appeler_aujourd_hui(monde, "reelle", ANNEE - 1)
    jusqu_a(precedente, monde, "validee", maintenant=maintenant)
    declaration = appeler_aujourd_hui(monde, "reelle", ANNEE)
    valeurs = valeurs_completes(declaration)
    heures = next(c for c in valeurs["activite"] if c.endswith("heures_entretiens"))
    valeurs["activite"][heures] = "300"

    _saisir_activite(visite, monde, declaration, valeurs["activite"])
    _saisir_finances(visite, monde, declaration, valeurs["finances"])
    _approuver(visite, monde, declaration)
    _demander_correction(visite, monde, declaration)
    _corriger(visite, monde, declaration)
    _approuver(visite, monde, declaration)
    _valider(visite, monde, declaration)
    recepisse = _lire_recepisse(visite, monde, declaration, tmp_path)

    assert declaration.reference in recepisse
    assert "Association Les Passerelles" in recepisse
    assert EXPLICATION in recepisse
    assert "8 500,00" in recepisse
    declaration.refresh_from_db()
    assert declaration.version_en_vigueur.empreinte in recepisse.replace(" ", "")
    assert len(set(visite.vues)) >= 14


def _saisir_activite(
    visite: Visite, monde: Monde, declaration: Declaration, valeurs: dict[str, str]
) -> None:
    visite.entrer(monde.passerelles.activite)
    assert "Espace de rencontre Les Passerelles" in visite.texte()
    visite.aller(f"/declarations/{declaration.pk}/")
    visite.cliquer("Ouvrir", role="link")
    visite.remplir(valeurs)
    visite.page.locator("#panneau").get_by_text("À justifier").wait_for()
    visite.cliquer("Enregistrer et terminer ce volet")
    assert "à justifier avant de signer" in visite.texte()

    visite.cliquer("Justifier les écarts", role="link")
    assert f"Réelle {ANNEE - 1}" in visite.texte()
    visite.page.get_by_label("Motif").first.select_option("activite")
    visite.page.get_by_label("Explication").first.fill(EXPLICATION)
    visite.cliquer("Enregistrer les justifications")
    assert EXPLICATION in visite.texte()

    visite.aller(f"/declarations/{declaration.pk}/volets/activite/signature/")
    visite.cliquer("Signer ce volet")
    assert "Signé par Alice Activité" in visite.texte()
    visite.sortir()


def _saisir_finances(
    visite: Visite, monde: Monde, declaration: Declaration, valeurs: dict[str, str]
) -> None:
    visite.entrer(monde.passerelles.finances)
    visite.aller(f"/declarations/{declaration.pk}/volets/finances/")
    visite.remplir(valeurs)
    visite.cliquer("Enregistrer et terminer ce volet")
    visite.cliquer("Signer ce volet")
    assert "À approuver" in visite.texte() or "Approbation" in visite.texte()
    visite.sortir()


def _approuver(visite: Visite, monde: Monde, declaration: Declaration) -> None:
    visite.entrer(monde.passerelles.approbateur)
    visite.aller(f"/declarations/{declaration.pk}/")
    visite.cliquer("Approuver et transmettre à la Caf", role="link")
    assert EXPLICATION in visite.texte()
    visite.cliquer("Approuver et transmettre à la Caf")
    assert "transmise à la Caf" in visite.texte()
    visite.sortir()


def _prendre(visite: Visite, monde: Monde) -> None:
    visite.entrer(monde.conseiller)
    visite.aller("/declarations/instruction/?etat=transmise")
    visite.cliquer("Espace de rencontre Les Passerelles", role="link", exact=False)
    visite.cliquer("Prendre en charge")


def _demander_correction(visite: Visite, monde: Monde, declaration: Declaration) -> None:
    _prendre(visite, monde)
    visite.cliquer("Demander une correction", role="link")
    visite.page.get_by_role("button", name="Tout déplier").click()
    for champ in ("comptes.60", "resultat_annonce"):
        visite.page.check(f'input[name="champs"][value="{champ}"]')
    visite.page.get_by_label("Motif").fill(MOTIF)
    visite.page.get_by_label("À rendre pour le").fill(
        (timezone.localdate() + timedelta(days=7)).isoformat()
    )
    visite.cliquer("Demander la correction")
    assert "Retournée au partenaire" in visite.texte()
    visite.sortir()


def _corriger(visite: Visite, monde: Monde, declaration: Declaration) -> None:
    visite.entrer(monde.passerelles.finances)
    visite.aller(f"/declarations/{declaration.pk}/volets/finances/")
    assert MOTIF in visite.texte()
    assert visite.page.locator('input[name^="comptes."]').count() == 1
    visite.remplir({"comptes.60": "8 500", "resultat_annonce": "1 100"})
    visite.cliquer("Enregistrer et terminer ce volet")
    visite.cliquer("Signer ce volet")
    visite.sortir()


def _valider(visite: Visite, monde: Monde, declaration: Declaration) -> None:
    _prendre(visite, monde)
    visite.cliquer("Valider la déclaration", role="link")
    visite.cliquer("Valider")
    assert "Validée" in visite.texte()
    visite.sortir()


def _lire_recepisse(visite: Visite, monde: Monde, declaration: Declaration, tmp_path: Path) -> str:
    visite.entrer(monde.passerelles.approbateur)
    visite.aller(f"/declarations/{declaration.pk}/")
    assert "Traitée" in visite.texte()
    with visite.page.expect_download() as attente:
        visite.page.get_by_role("link", name="récépissé (PDF) de la version 2").click()
    fichier = tmp_path / "recepisse.pdf"
    attente.value.save_as(fichier)
    texte = en_texte(
        " ".join(p.extract_text() for p in PdfReader(io.BytesIO(fichier.read_bytes())).pages)
    )
    visite.sortir()
    return texte
