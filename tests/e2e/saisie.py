"""What the browser tests of typing share: the page of a volet, its state, what the server kept."""

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from declarations.models import Declaration
from habilitations.models import Utilisateur
from tests.declarations.remplir import referentiels
from tests.e2e.conftest import appeler_aujourd_hui
from tests.monde import MOT_DE_PASSE, Monde

ANNEE = 2026
RETENU = "Object.keys(localStorage).filter((n) => n.startsWith('portail-attente:')).length"


def a_saisir(monde: Monde) -> Declaration:
    """A prévisionnelle of an ER with one lieu, in a window open today."""
    referentiels(monde.caf)
    return appeler_aujourd_hui(monde, "previsionnelle", ANNEE, monde.er_voisin)


def heures(declaration: Declaration, code: str = "heures_entretiens") -> str:
    return f"lieux.l{declaration.equipement.lieux.get().pk}.{code}"


def garde(declaration: Declaration, chemin: str, nature: str = "activite") -> object:
    return declaration.version_courante.volets.get(nature=nature).donnees.get(chemin)


def connecter(page: Page, base: str, qui: Utilisateur) -> None:
    page.goto(f"{base}/compte/connexion/")
    page.fill("input[name=login]", qui.email)
    page.fill("input[name=password]", MOT_DE_PASSE)
    with page.expect_navigation(url="**/a-faire/"):
        page.press("input[name=password]", "Enter")


def ouvrir(page: Page, base: str, declaration: Declaration, nature: str = "activite") -> None:
    page.goto(f"{base}/declarations/{declaration.pk}/volets/{nature}/")


def champ(page: Page, chemin: str) -> Locator:
    return page.locator(f'[name="{chemin}"]')


def bloc(page: Page, chemin: str) -> Locator:
    return page.locator(f'[data-champ="{chemin}"]')


def saisir(page: Page, chemin: str, valeur: str) -> None:
    """Type, then leave the field as people do."""
    champ(page, chemin).fill(valeur)
    champ(page, chemin).press("Tab")


def etat(page: Page) -> Locator:
    return page.locator("#etat-saisie")


def attendre(page: Page, chemin: str, texte: str) -> None:
    expect(bloc(page, chemin)).to_contain_text(texte)


def ouvrir_longtemps(declaration: Declaration) -> None:
    """The browser has the real clock: the window does not close under it."""
    campagne = declaration.campagne
    campagne.echeance_le = campagne.ferme_le = timezone.localdate().replace(year=2100)
    campagne.save()


def retenues(page: Page) -> int:
    """How many values wait in this browser, whoever typed them."""
    return page.evaluate(RETENU)
