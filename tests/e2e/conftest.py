"""Journeys in a real browser: Debian's Chromium, driven by Playwright, checked by axe."""

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from time import monotonic

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, Request, expect

from declarations.models import Campagne, Declaration
from declarations.services.campagnes import appeler
from habilitations.models import Equipement, Utilisateur
from tests.boucles import boucles_a_part
from tests.e2e.regard import regarder
from tests.e2e.statiques import serveur_a_l_aise, statiques_gardes
from tests.monde import MOT_DE_PASSE, Monde, nouveau_monde

__all__ = ["boucles_a_part", "serveur_a_l_aise", "statiques_gardes"]

# Playwright runs an event loop in the thread of the test, which also reads the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# A loaded machine is slow, not wrong: what is awaited is awaited for as long as a navigation.
expect.set_options(timeout=30_000)
ENTIER = shutil.which("chromium") or shutil.which("chromium-browser")
# The same engine without windows: a fifth lighter. It has no back/forward cache.
CHROMIUM = shutil.which("chromium-headless-shell") or ENTIER
# All that axe looks at, but for tokens that no page shows.
ETAT = """() => {
  const page = document.documentElement.cloneNode(true);
  page.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((champ) => champ.remove());
  page.querySelector("body").removeAttribute("hx-headers");
  const saisi = [...document.querySelectorAll("input:not([type=hidden]), select, textarea")];
  const actif = [...document.querySelectorAll("*")].indexOf(document.activeElement);
  return JSON.stringify([
    page.outerHTML, saisi.map((c) => [c.value, c.checked]), actif, innerWidth, innerHeight,
    devicePixelRatio, getComputedStyle(document.documentElement).fontSize,
  ]);
}"""
# What makes a page scroll sideways, named: nothing else shows it.
DEBORDS = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [`${document.documentElement.scrollWidth} px`].concat(
    [...document.querySelectorAll("body *")]
      .filter((e) => e.getBoundingClientRect().left + e.scrollWidth > innerWidth)
      .map((e) => `${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 40)}`))"""
SANS_DEFAUT: set[bytes] = set()
# Chromium reads the last list that it is given: those of Playwright (see
# ``test_navigateur.py``), then ours. The pages that the address bar prepares for its
# suggestions, and a process kept in store, cost each tab more than the portal’s own pages.
SANS_FONCTIONS = (
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose"),
    *("HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter"),
    *("PaintHolding", "ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect"),
    *("TcpPortRandomizationWin", "OptimizationHints", "NetworkTimeServiceQuerying"),
    *("AimEnabled", "PreconnectToSearch", "msForceBrowserSignIn"),
    "msEdgeUpdateLaunchServicesPreferredVersion",
    *("WebUIOmniboxPopup", "WebUIOmniboxFullPopup", "WebUIOmniboxAimPopup"),
    *("PreloadTopChromeWebUI", "SpareRendererForSitePerProcess"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without Chromium these tests are reported as skipped, by name."""
    for item in items:
        if "tests/e2e/" in item.nodeid.replace("\\", "/"):
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.django_db(transaction=True))
            if ENTIER is None:
                item.add_marker(pytest.mark.skip(reason="chromium n’est pas installé"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    return {
        "executable_path": CHROMIUM,
        "args": [
            *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
            f"--disable-features={','.join(SANS_FONCTIONS)}",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, object]:
    return {"locale": "fr-FR", "timezone_id": "Europe/Paris", "accept_downloads": True}


@pytest.fixture(autouse=True)
def _comme_en_production(derriere_le_mur: None) -> None:
    """Journeys are those of production: pages are of the role that serves, behind the wall."""


class Visite:
    """A person in front of the portal. Every page reached is looked at by axe."""

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.base = base
        self.vues: list[str] = []
        self.en_route: set[Request] = set()
        page.context.on("request", lambda r: self.en_route.add(r))
        # An answer that has begun is of a save that is done; the page that leaves may not read it.
        page.context.on("response", lambda r: self.en_route.discard(r.request))
        page.context.on("requestfailed", lambda r: self.en_route.discard(r))
        # Nobody tells any more how the requests of a closed page end.
        page.on("close", lambda _: self.en_route.clear())

    def laisser_finir(self) -> None:
        """A save still on its way would meet the tables while they are being emptied."""
        fin, contexte = monotonic() + 10, self.page.context
        while self.en_route and contexte.pages and monotonic() < fin:
            contexte.pages[0].wait_for_timeout(20)
        contexte.set_offline(True)

    def aller(self, chemin: str) -> None:
        self.page.goto(self.base + chemin)
        self.verifier()

    def verifier(self, partie: str | None = None) -> None:
        """No violation of WCAG 2.1 A and AA, nothing to scroll sideways.

        A page that says the same as one already found good, as wide and in the same state, is not
        looked at again; where only a ``partie`` has changed since, it alone is (a CSS selector).
        """
        # A click gives back as soon as the next page begins to come, before it has a body.
        self.page.wait_for_load_state()
        self.vues.append(self.page.url)
        debordent = self.page.evaluate(DEBORDS)
        assert not debordent, f"{self.page.url} : {debordent}"
        etat = sha256(f"{partie} {self.page.evaluate(ETAT)}".encode()).digest()
        if etat not in SANS_DEFAUT:
            defauts = regarder(self.page, partie)
            assert not defauts, f"{self.page.url}\n{defauts}"
            SANS_DEFAUT.add(etat)

    def cliquer(self, libelle: str, role: str = "button", exact: bool = True) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role(role, name=libelle, exact=exact).first.click()
        self.verifier()

    def etre(self, utilisateur: Utilisateur) -> None:
        """Be somebody who is logged in already: for a journey that is not about logging in."""
        client = Client()
        client.force_login(utilisateur, "allauth.account.auth_backends.AuthenticationBackend")
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        self.page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": self.base}]
        )

    def commencer(self, utilisateur: Utilisateur) -> None:
        """Be somebody, on the page that one lands on after logging in."""
        self.etre(utilisateur)
        self.aller("/a-faire/")

    def entrer(self, utilisateur: Utilisateur) -> None:
        self.aller("/compte/connexion/")
        self.page.fill("input[name=login]", utilisateur.email)
        self.page.fill("input[name=password]", MOT_DE_PASSE)
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_url("**/a-faire/")
        self.verifier()

    def sortir(self) -> None:
        self.aller("/compte/deconnexion/")
        self.page.locator("main form button[type=submit]").click()
        self.page.wait_for_url(self.base + "/")
        self.verifier()

    def remplir(self, valeurs: dict[str, str]) -> None:
        for chemin, valeur in valeurs.items():
            self.page.fill(f'[name="{chemin}"]', valeur)

    def repondre(self, reponses: dict[str, str | list[str]]) -> None:
        """Tick the answers of questions with choices, by chemin."""
        for chemin, codes in reponses.items():
            for code in [codes] if isinstance(codes, str) else codes:
                self.page.check(f'[name="{chemin}"][value="{code}"]')

    def justifier(self, explication: str, motif: str = "organisation") -> int:
        """Justify at once all that this page asks to explain; return how much there was."""
        parties = self.page.locator("[data-justification]:visible")
        combien = parties.count()
        for rang in range(combien):
            parties.nth(rang).get_by_label("Motif").select_option(motif)
            parties.nth(rang).get_by_label("Explication").fill(explication)
        if combien:
            self.cliquer("Enregistrer les justifications")
        return combien

    def texte(self) -> str:
        """Text of the page, every kind of space made plain."""
        return " ".join(self.page.inner_text("main").split())


@pytest.fixture
def visite(page: Page, live_server: object) -> Iterator[Visite]:
    erreurs: list[str] = []
    page.on("pageerror", lambda e: erreurs.append(str(e)))
    page.on(
        "console", lambda m: erreurs.append(m.text) if "Content Security Policy" in m.text else None
    )
    visite = Visite(page, live_server.url)
    yield visite
    visite.laisser_finir()
    assert erreurs == []


@pytest.fixture
def monde_vivant(transactional_db: None) -> Monde:
    return nouveau_monde()


def appeler_aujourd_hui(
    monde: Monde, nature: str, annee: int, equipement: Equipement | None = None
) -> Declaration:
    """Call a declaration in a window open around today: the browser has the real clock."""
    jour, equipement = timezone.localdate(), equipement or monde.er
    campagne, _ = Campagne.objects.get_or_create(
        caf=monde.caf,
        dispositif=equipement.dispositif,
        nature=nature,
        annee=annee,
        defaults={
            "ouvre_le": jour - timedelta(days=30),
            "echeance_le": jour + timedelta(days=10),
            "ferme_le": jour + timedelta(days=40),
        },
    )
    return appeler(campagne, equipement)
