"""« Back » once the session is over: no text is lost with it."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tests.e2e.conftest import Visite
from tests.e2e.retour import arriver, dernier_retour, memoire, ouvrir_navigateur, reculer, visite
from tests.e2e.saisie import (
    a_saisir,
    attendre,
    champ,
    connecter,
    etat,
    garde,
    heures,
    ouvrir,
    saisir,
)
from tests.monde import Monde

__all__ = ["memoire", "ouvrir_navigateur", "visite"]


def test_session_finie_precedent_rend_ce_qui_etait_tape(
    monde_vivant: Monde, visite: Visite
) -> None:
    """The promise of the page that says « revenez à la page précédente »: by memory, and shown."""
    declaration, page = a_saisir(monde_vivant), visite.page
    chemin = heures(declaration)
    connecter(page, visite.base, monde_vivant.voisins.activite)
    ouvrir(page, visite.base, declaration)
    Session.objects.all().delete()
    saisir(page, chemin, "12")
    expect(etat(page)).to_contain_text("Votre session est fermée")
    page.on("dialog", lambda d: d.accept())
    page.goto(f"{visite.base}/aide/")

    reculer(page)

    adresse = f"/declarations/{declaration.pk}/volets/activite/"
    arriver(page, f"**{adresse}")
    expect(champ(page, chemin)).to_be_visible()
    expect(champ(page, chemin)).to_have_value("12")
    assert dernier_retour(page, adresse)["persisted"] is True
    expect(page.locator("html")).to_have_css("opacity", "1")

    onglet = page.context.new_page()
    connecter(onglet, visite.base, monde_vivant.voisins.activite)
    attendre(page, chemin, "Enregistré à")
    assert garde(declaration, chemin) == "12"


@pytest.mark.parametrize("javascript", [True, False])
def test_session_finie_un_formulaire_refuse_se_retrouve_par_precedent(
    monde_vivant: Monde, ouvrir_navigateur: Callable[..., Visite], javascript: bool
) -> None:
    """A message typed, sent too late: « Back » gives its text again, then it leaves."""
    declaration = a_saisir(monde_vivant)
    visite = ouvrir_navigateur(java_script_enabled=javascript)
    page = visite.page
    connecter(page, visite.base, monde_vivant.voisins.activite)
    page.goto(f"{visite.base}/declarations/{declaration.pk}/messages/")
    page.locator("main textarea").fill("Un texte assez long pour être regretté.")
    Session.objects.all().delete()
    page.locator("main form:has(textarea) button[type=submit]").click()
    expect(page.locator("h1")).to_contain_text("Votre session a expiré")

    page.go_back(wait_until="commit")

    expect(page.locator("main textarea")).to_have_value("Un texte assez long pour être regretté.")
    onglet = page.context.new_page()
    connecter(onglet, visite.base, monde_vivant.voisins.activite)
    if javascript:  # without it, the token of the former session is refused once more
        page.locator("main form:has(textarea) button[type=submit]").click()
        expect(page.locator("main")).to_contain_text("Un texte assez long pour être regretté.")
        assert declaration.messages.count() == 1
