"""« Back » after logging out, or when somebody else is in: nothing to read, nor in the cache."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from declarations.models import Declaration
from tests.e2e.conftest import Visite
from tests.e2e.retour import (
    CONNEXION,
    SALAIRE_LU,
    arriver,
    dernier_retour,
    finances,
    memoire,
    ouvrir_les_salaires,
    ouvrir_navigateur,
    reculer,
    rien_a_lire,
    sans_clear_site_data,
    sortir,
    visite,
)
from tests.e2e.saisie import champ, connecter, ouvrir
from tests.monde import Monde

__all__ = ["finances", "memoire", "ouvrir_navigateur", "sans_clear_site_data", "visite"]


def test_le_navigateur_garde_bien_les_pages_en_memoire(
    monde_vivant: Monde, visite: Visite, finances: tuple[Declaration, str]
) -> None:
    """Without which the tests below would prove nothing; the page comes back as it was, shown."""
    page = visite.page
    adresse = ouvrir_les_salaires(visite, monde_vivant.passerelles.finances, finances)

    reculer(page)

    arriver(page, f"**{adresse}")
    expect(champ(page, finances[1])).to_have_value(SALAIRE_LU)
    assert dernier_retour(page, adresse) == {
        "adresse": adresse,
        "persisted": True,
        "visible": False,  # until it is known who is there
    }
    assert page.evaluate("document.documentElement.style.opacity") == ""
    expect(champ(page, finances[1])).to_be_visible()


@pytest.mark.usefixtures("sans_clear_site_data")
def test_apres_deconnexion_precedent_ne_montre_rien_meme_de_la_memoire(
    monde_vivant: Monde, visite: Visite, finances: tuple[Declaration, str]
) -> None:
    page = visite.page
    adresse = ouvrir_les_salaires(visite, monde_vivant.passerelles.finances, finances)
    sortir(page, visite.base)

    reculer(page, 2)

    arriver(page, CONNEXION)
    assert dernier_retour(page, adresse)["visible"] is False
    rien_a_lire(page)


def test_apres_deconnexion_la_memoire_est_videe(
    monde_vivant: Monde, visite: Visite, finances: tuple[Declaration, str]
) -> None:
    page = visite.page
    adresse = ouvrir_les_salaires(visite, monde_vivant.passerelles.finances, finances)
    sortir(page, visite.base)

    reculer(page, 2)

    arriver(page, CONNEXION)
    rien_a_lire(page)
    with pytest.raises(StopIteration):
        dernier_retour(page, adresse)


@pytest.mark.usefixtures("sans_clear_site_data")
def test_une_autre_personne_se_connecte_precedent_ne_montre_rien(
    monde_vivant: Monde, visite: Visite, finances: tuple[Declaration, str]
) -> None:
    """The session of the first one has ended by itself; the second logs in in the same tab."""
    page, gens = visite.page, monde_vivant
    adresse = ouvrir_les_salaires(visite, gens.passerelles.finances, finances)
    Session.objects.all().delete()
    connecter(page, visite.base, gens.voisins.finances)

    reculer(page, 3)

    expect(page.locator("h1")).to_contain_text("introuvable")
    assert page.url.endswith(adresse)
    assert dernier_retour(page, adresse)["visible"] is False
    rien_a_lire(page)


@pytest.mark.usefixtures("sans_clear_site_data")
def test_hors_ligne_apres_deconnexion_rien_ne_revient(
    monde_vivant: Monde, visite: Visite, finances: tuple[Declaration, str]
) -> None:
    page = visite.page
    ouvrir_les_salaires(visite, monde_vivant.passerelles.finances, finances)
    sortir(page, visite.base)
    page.context.set_offline(True)

    reculer(page, 2)

    for _ in range(100):
        if page.url.startswith("chrome-error:"):
            break
        page.wait_for_timeout(100)
    assert page.url.startswith("chrome-error:")
    assert SALAIRE_LU not in page.content()


@pytest.mark.usefixtures("sans_clear_site_data")
def test_sans_memoire_le_cache_ne_montre_rien_non_plus(
    monde_vivant: Monde, visite: Visite, finances: tuple[Declaration, str]
) -> None:
    """From the HTTP cache: the first script of the page looks before anything is painted."""
    page = visite.page
    page.add_init_script("addEventListener('unload', () => {})")  # no back/forward cache any more
    ouvrir_les_salaires(visite, monde_vivant.passerelles.finances, finances)
    sortir(page, visite.base)

    reculer(page, 2)

    arriver(page, CONNEXION)
    rien_a_lire(page)


def test_sans_javascript_la_deconnexion_vide_memoire_et_cache(
    monde_vivant: Monde,
    ouvrir_navigateur: Callable[..., Visite],
    finances: tuple[Declaration, str],
) -> None:
    visite = ouvrir_navigateur(java_script_enabled=False)
    page, (declaration, chemin) = visite.page, finances
    connecter(page, visite.base, monde_vivant.passerelles.finances)
    ouvrir(page, visite.base, declaration, "finances")
    expect(champ(page, chemin)).to_have_value(SALAIRE_LU)
    page.goto(f"{visite.base}/compte/deconnexion/")
    sortir(page, visite.base)

    page.go_back()
    expect(page.locator("h1")).to_be_visible()  # the page of the logout, asked for again
    page.go_back(wait_until="commit")

    arriver(page, CONNEXION)
    assert SALAIRE_LU not in page.content()


def test_une_session_finie_puis_quittee_ne_montre_plus_rien(
    monde_vivant: Monde, visite: Visite, finances: tuple[Declaration, str]
) -> None:
    """« Se déconnecter » says one is done, even when the session had ended already."""
    page = visite.page
    ouvrir_les_salaires(visite, monde_vivant.passerelles.finances, finances)
    Session.objects.all().delete()
    sortir(page, visite.base)

    reculer(page, 2)

    arriver(page, CONNEXION)
    rien_a_lire(page)
