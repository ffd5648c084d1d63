"""The address typed at login follows to « mot de passe oublié », in this tab alone."""

from django.urls import reverse
from playwright.sync_api import expect

from tests.e2e.conftest import Visite
from tests.monde import Monde

ADRESSE = "ines@exemple.fr"


def test_l_adresse_tapee_suit_sans_passer_par_une_adresse(
    monde_vivant: Monde, visite: Visite
) -> None:
    page = visite.page
    visite.aller(reverse("account_login"))
    page.locator("input[name=login]").fill(f" {ADRESSE} ")
    with page.expect_navigation():
        page.get_by_role("link", name="Mot de passe oublié ?").click()
    expect(page.locator("input[name=email]")).to_have_value(ADRESSE)
    assert "ines" not in page.url
    visite.verifier()

    # Told once: whoever opens the page next finds it empty.
    page.reload()
    expect(page.locator("input[name=email]")).to_have_value("")
