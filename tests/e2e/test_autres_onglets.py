"""The other tabs of a browser, when one of them logs out or somebody else logs in."""

from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from declarations.models import Declaration
from tests.e2e.conftest import Visite
from tests.e2e.retour import (
    CONNEXION,
    SALAIRE_LU,
    arriver,
    finances,
    memoire,
    ouvrir_navigateur,
    rien_a_lire,
    sortir,
    visite,
)
from tests.e2e.saisie import a_saisir, attendre, champ, connecter, garde, ouvrir
from tests.monde import Monde

__all__ = ["finances", "memoire", "ouvrir_navigateur", "visite"]


def test_les_autres_onglets_se_cachent_quand_on_sort(
    monde_vivant: Monde, visite: Visite, finances: tuple[Declaration, str]
) -> None:
    page, (declaration, chemin) = visite.page, finances
    connecter(page, visite.base, monde_vivant.passerelles.finances)
    ouvrir(page, visite.base, declaration, "finances")
    expect(champ(page, chemin)).to_have_value(SALAIRE_LU)

    autre = page.context.new_page()
    autre.goto(f"{visite.base}/compte/deconnexion/")
    sortir(autre, visite.base)

    arriver(page, CONNEXION)
    rien_a_lire(page)


def test_les_autres_onglets_se_rechargent_pour_qui_se_connecte(
    monde_vivant: Monde, visite: Visite
) -> None:
    """What the first one was typing waits for them, and is never the other's."""
    page, gens, declaration = visite.page, monde_vivant, a_saisir(monde_vivant)
    connecter(page, visite.base, gens.voisins.finances)
    ouvrir(page, visite.base, declaration, "finances")
    Session.objects.all().delete()
    champ(page, "comptes.60").fill("4321")  # not left yet

    autre = page.context.new_page()
    connecter(autre, visite.base, gens.passerelles.finances)

    expect(page.locator("h1")).to_contain_text("introuvable")
    rien_a_lire(page, "4321")
    assert garde(declaration, "comptes.60", "finances") is None
    autre.goto(f"{visite.base}/compte/deconnexion/")
    sortir(autre, visite.base)
    connecter(autre, visite.base, gens.voisins.finances)
    autre.locator("#attente a").click()
    attendre(autre, "comptes.60", "Enregistré à")
    assert garde(declaration, "comptes.60", "finances") == "4321"
