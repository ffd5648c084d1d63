"""Second factors as people have them: a key of the device, an application, recovery codes."""

import re
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Browser, Page, expect

from portal.socle.models import Courriel
from tests.e2e.conftest import Visite
from tests.habilitations.test_second_facteur import code_de
from tests.monde import MOT_DE_PASSE, Monde

SECURITE = "/compte/double-authentification/"


@pytest.fixture
def sans_script(browser: Browser, live_server: object) -> Iterator[Visite]:
    contexte = browser.new_context(java_script_enabled=False, locale="fr-FR")
    yield Visite(contexte.new_page(), live_server.url)
    contexte.close()


def cle_de_l_appareil(page: Page) -> None:
    """A fingerprint that always agrees: Chromium's own virtual authenticator."""
    protocole = page.context.new_cdp_session(page)
    protocole.send("WebAuthn.enable")
    protocole.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def confirmer(page: Page) -> None:
    page.fill("input[name=password]", MOT_DE_PASSE)
    page.press("input[name=password]", "Enter")


def donner_son_mot_de_passe(page: Page, base: str, adresse: str) -> None:
    page.goto(f"{base}/compte/connexion/")
    page.fill("input[name=login]", adresse)
    confirmer(page)
    page.wait_for_url("**/double-authentification/authenticate/")


def test_une_cle_d_acces_ouvre_sans_mot_de_passe_et_les_codes_de_secours_une_fois(
    monde_vivant: Monde, visite: Visite
) -> None:
    page, qui = visite.page, monde_vivant.conseiller
    cle_de_l_appareil(page)
    visite.entrer(qui)
    visite.aller(SECURITE)
    visite.cliquer("Ajouter une clé", role="link")
    confirmer(page)
    page.wait_for_url("**/webauthn/add/")
    visite.verifier()
    page.get_by_label("Nom de la clé").fill("Portable de bureau")
    page.get_by_label("Me connecter avec cette clé seule").check()
    page.get_by_role("button", name="Ajouter cette clé").click()
    expect(page.locator("h1")).to_have_text(re.compile("Codes de secours"))
    visite.verifier()
    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    assert Authenticator.objects.filter(user=qui, type="webauthn").count() == 1
    assert Courriel.objects.filter(destinataire=qui.email, objet__contains="clé").exists()

    visite.sortir()
    visite.aller("/compte/connexion/")
    page.get_by_role("button", name="Se connecter avec une clé d’accès").click()
    page.wait_for_url("**/a-faire/")
    visite.sortir()

    # Without the device: the password, then a code, which serves once.
    donner_son_mot_de_passe(page, visite.base, qui.email)
    visite.verifier()
    page.fill("input[name=code]", codes[0])
    page.press("input[name=code]", "Enter")
    page.wait_for_url("**/a-faire/")
    visite.sortir()
    donner_son_mot_de_passe(page, visite.base, qui.email)
    page.fill("input[name=code]", codes[0])
    page.press("input[name=code]", "Enter")
    expect(page.locator("main")).to_contain_text("Code incorrect")
    visite.verifier()
    page.fill("input[name=code]", codes[1])
    page.press("input[name=code]", "Enter")
    page.wait_for_url("**/a-faire/")


def test_une_application_s_active_et_sert_sans_javascript(
    monde_vivant: Monde, sans_script: Visite
) -> None:
    page, qui = sans_script.page, monde_vivant.passerelles.approbateur
    page.goto(f"{sans_script.base}/compte/connexion/")
    page.fill("input[name=login]", qui.email)
    confirmer(page)
    page.goto(sans_script.base + SECURITE)
    page.get_by_role("link", name="Activer").click()
    confirmer(page)
    secret = page.locator(".cle-totp code").inner_text().strip()
    page.fill("input[name=code]", code_de(secret))
    page.get_by_role("button", name="Activer").click()
    expect(page.locator("h1")).to_have_text(re.compile("Codes de secours"))
    page.goto(f"{sans_script.base}/compte/deconnexion/")
    page.locator("main form button[type=submit]").click()

    donner_son_mot_de_passe(page, sans_script.base, qui.email)
    # What needs a script is not offered without one.
    expect(page.get_by_role("button", name="Utiliser une clé de sécurité")).to_be_hidden()
    page.fill("input[name=code]", code_de(secret, 1))  # the former was spent by the activation
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url("**/a-faire/")


def test_une_connexion_oubliee_se_ferme_a_distance(
    monde_vivant: Monde, visite: Visite, sans_script: Visite
) -> None:
    """Forgotten at the town hall, without a script; closed from one's telephone."""
    qui = monde_vivant.passerelles.activite
    oubliee, page = sans_script.page, visite.page
    oubliee.goto(f"{sans_script.base}/compte/connexion/")
    oubliee.fill("input[name=login]", qui.email)
    confirmer(oubliee)
    oubliee.wait_for_url("**/a-faire/")

    page.set_viewport_size({"width": 375, "height": 800})
    visite.entrer(qui)
    visite.aller("/compte/connexions/")
    expect(page.get_by_text("Cet appareil", exact=True)).to_have_count(1)
    page.get_by_role("button", name=re.compile("^Fermer la connexion")).click()
    expect(page.locator("main")).to_contain_text("n’est ouvert nulle part ailleurs")
    visite.verifier()

    oubliee.reload()
    assert "/compte/connexion/" in oubliee.url
    visite.aller("/a-faire/")
