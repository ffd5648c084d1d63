"""An act, from the person who asks for it to whoever is given it; no script is needed."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.db import connection
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from habilitations.exports.acte import adresse
from habilitations.models import ActeHabilitation
from habilitations.tasks import sceller_acte
from tests.cachets import Autorite
from tests.e2e.conftest import Visite
from tests.habilitations.actes import octets
from tests.monde import Monde


def donner(page: Page, contenu: bytes) -> None:
    page.locator("input[type=file]").set_input_files(
        {"name": "acte.pdf", "mimeType": "application/pdf", "buffer": contenu}
    )


def sceller(pk: int) -> bool:
    try:
        return sceller_acte(pk)
    finally:
        connection.close()


def test_de_la_demande_a_la_verification(
    monde_vivant: Monde, visite: Visite, settings, tmp_path: Path
) -> None:
    Autorite(tmp_path / "cachets", le=timezone.now()).installer(settings)
    visite.etre(monde_vivant.passerelles.activite)
    visite.aller(reverse("habilitations:mes_droits"))
    visite.cliquer("Demander l’acte du droit Fournisseur de données d’activité")
    assert "En préparation" in visite.texte()
    acte = ActeHabilitation.objects.get()
    with ThreadPoolExecutor(1) as fil:  # as the worker: apart from the loop of Playwright
        assert fil.submit(sceller, acte.pk).result()
    acte.refresh_from_db()

    visite.aller(reverse("habilitations:mes_droits"))
    with visite.page.expect_download() as remis:
        visite.page.get_by_role("link", name="acte du droit Fournisseur").click()
    contenu = Path(remis.value.path()).read_bytes()
    assert contenu == octets(acte)
    assert remis.value.suggested_filename == f"acte-{acte.reference}.pdf"

    visite.etre(monde_vivant.responsable)
    visite.aller(reverse("habilitations:personnes"))
    visite.cliquer("Alice Activité", role="link")
    assert acte.reference in visite.texte()

    visite.sortir()
    visite.aller(adresse(acte)[len(settings.ADRESSE_PUBLIQUE) :])
    assert "Cet acte est authentique, et ses droits sont en vigueur" in visite.texte()
    visite.cliquer("Vérifiez-le tout entier", role="link")
    donner(visite.page, contenu)
    visite.cliquer("Vérifier ce fichier")
    assert "Cet acte est authentique, et ses droits sont en vigueur" in visite.texte()
    donner(visite.page, contenu + b"%")
    visite.cliquer("Vérifier ce fichier")
    assert "Quelque chose a été ajouté à ce fichier après son cachet" in visite.texte()
