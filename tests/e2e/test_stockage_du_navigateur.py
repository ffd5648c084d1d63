"""What the storage of the browser keeps: no text for another person, no page left behind."""

from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from declarations.models import Declaration
from tests.e2e.conftest import Visite
from tests.e2e.retour import finances, memoire, ouvrir_navigateur, visite
from tests.e2e.saisie import a_saisir, connecter, etat, ouvrir, saisir
from tests.monde import Monde

__all__ = ["finances", "memoire", "ouvrir_navigateur", "visite"]


def test_le_salaire_non_enregistre_ne_reste_pas_pour_une_autre_personne(
    monde_vivant: Monde, visite: Visite, finances: tuple[Declaration, str]
) -> None:
    page, gens, (declaration, chemin) = visite.page, monde_vivant, finances
    connecter(page, visite.base, gens.passerelles.finances)
    ouvrir(page, visite.base, declaration, "finances")
    Session.objects.all().delete()
    saisir(page, chemin, "51234.56")
    expect(etat(page)).to_contain_text("Votre session est fermée")
    assert "51234.56" in page.evaluate("JSON.stringify(sessionStorage)")
    page.on("dialog", lambda d: d.accept())

    connecter(page, visite.base, gens.voisins.finances)

    assert "51234.56" not in page.evaluate("JSON.stringify([sessionStorage, localStorage])")


def test_htmx_ne_garde_aucune_page(monde_vivant: Monde, visite: Visite) -> None:
    """An address pushed in the history would put the page left behind in the storage."""
    declaration, page = a_saisir(monde_vivant), visite.page
    connecter(page, visite.base, monde_vivant.conseiller)
    page.goto(f"{visite.base}/declarations/instruction/")
    nom = declaration.equipement.nom
    page.evaluate(
        "([depuis]) => htmx.ajax('GET', depuis, {target: '#contenu', select: '#contenu',"
        " swap: 'outerHTML', push: '/declarations/instruction/?tout=1'})",
        ["/declarations/instruction/?tout=1"],
    )
    page.wait_for_url("**/declarations/instruction/?tout=1")

    contenu = page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    assert "htmx-history-cache" not in contenu
    assert nom not in contenu
