"""A browser as people have it, and what it shows of a salary once one has gone « Back ».

The browser's back/forward cache is on, which Playwright turns off by default; each page says
whether it came back from there, and what could be seen of it at that very moment.
"""

import json
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserType, Page, expect

from declarations.models import Declaration
from habilitations import presence
from habilitations.models import Utilisateur
from tests.declarations.cct import appeler_cct, coordination
from tests.declarations.remplir import referentiels
from tests.e2e.conftest import ENTIER, Visite
from tests.e2e.saisie import champ, connecter, ouvrir, ouvrir_longtemps
from tests.monde import Monde

SALAIRE, SALAIRE_LU = "41327.19", "41\u202f327,19"
CONNEXION = re.compile(r"/compte/connexion/\?next=")
# What a page says of its own return: told before any script of the portal hears of it.
TEMOIN = """
addEventListener("pageshow", ({ persisted }) => {
  const { hidden, style } = document.documentElement;
  const retours = JSON.parse(sessionStorage.getItem("retours") ?? "[]");
  const vue = { adresse: location.pathname, persisted, visible: !hidden && style.opacity !== "0" };
  sessionStorage.setItem("retours", JSON.stringify([...retours, vue]));
});
"""


@pytest.fixture(scope="module")
def memoire(
    browser_type: BrowserType, browser_type_launch_args: dict[str, object]
) -> Iterator[Browser]:
    """Chromium as people have it, with its back/forward cache."""
    navigateur = browser_type.launch(
        **{**browser_type_launch_args, "executable_path": ENTIER},
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield navigateur
    navigateur.close()


@pytest.fixture
def ouvrir_navigateur(
    memoire: Browser, live_server: object, browser_context_args: dict[str, object]
) -> Iterator[Callable[..., Visite]]:
    visites: list[Visite] = []

    def ouvrir_un(**options: object) -> Visite:
        page = memoire.new_context(**browser_context_args, **options).new_page()
        page.add_init_script(TEMOIN)
        visites.append(Visite(page, live_server.url))
        return visites[-1]

    yield ouvrir_un
    for visite in visites:
        visite.laisser_finir()
        visite.page.context.close()


@pytest.fixture
def visite(ouvrir_navigateur: Callable[..., Visite]) -> Visite:
    return ouvrir_navigateur()


@pytest.fixture
def sans_clear_site_data(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser that knows nothing of Clear-Site-Data, or a portal over plain HTTP."""
    monkeypatch.setattr(presence, "OUBLIER", '"rien"')


@pytest.fixture
def finances(monde_vivant: Monde) -> tuple[Declaration, str]:
    """A volet with a salary saved, and the chemin of the salary."""
    referentiels(monde_vivant.caf)
    declaration = appeler_cct(coordination(monde_vivant, 1))
    ouvrir_longtemps(declaration)
    (ligne,) = declaration.version_courante.lignes
    chemin = f"postes.{ligne['cle']}.salaire_charge"
    volet = declaration.version_courante.volets.get(nature="finances")
    volet.donnees = {chemin: SALAIRE}
    volet.save()
    return declaration, chemin


def dernier_retour(page: Page, adresse: str) -> dict[str, object]:
    """What the last return to an address said of itself."""
    retours = json.loads(page.evaluate("sessionStorage.getItem('retours')"))
    return next(r for r in reversed(retours) if r["adresse"] == adresse and r["persisted"])


def reculer(page: Page, pages: int = 1) -> None:
    """« Back », without waiting for a load that the browser's memory makes useless.

    Once the browser has answered: the answer would be lost with a page that it leaves at once.
    """
    page.evaluate("pages => void setTimeout(() => history.go(-pages))", pages)


def ouvrir_les_salaires(visite: Visite, qui: Utilisateur, finances: tuple[Declaration, str]) -> str:
    """Open the volet as this person, see the salary, go to another page; return its address."""
    declaration, chemin = finances
    connecter(visite.page, visite.base, qui)
    ouvrir(visite.page, visite.base, declaration, "finances")
    expect(champ(visite.page, chemin)).to_have_value(SALAIRE_LU)
    adresse = f"/declarations/{declaration.pk}/volets/finances/"
    visite.page.goto(f"{visite.base}/compte/deconnexion/")
    return adresse


def sortir(page: Page, base: str) -> None:
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"{base}/")


def arriver(page: Page, motif: str | re.Pattern[str]) -> None:
    """A page that comes back from memory is not loaded: there is no more to wait for."""
    page.wait_for_url(motif, wait_until="commit")
    expect(page.locator("h1")).to_be_visible()


def rien_a_lire(page: Page, figure: str = SALAIRE_LU) -> None:
    """No salary, or other figure, on the page: in its fields nor in its text."""
    valeurs = page.evaluate("[...document.querySelectorAll('input')].map((c) => c.value).join()")
    assert figure not in valeurs
    assert figure not in page.inner_text("body")
