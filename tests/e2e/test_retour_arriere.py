"""« Back », another tab, no network: nothing to read after logout, no text lost with a session.

The browser's back/forward cache is on, which Playwright turns off by default; each page says
whether it came back from there, and what could be seen of it at that very moment.
"""

import json
import re
from collections.abc import Callable, Iterator

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, BrowserType, Page, expect

from declarations.models import Declaration
from habilitations import presence
from habilitations.models import Utilisateur
from tests.declarations.cct import appeler_cct, coordination
from tests.declarations.remplir import referentiels
from tests.e2e.conftest import ENTIER, Visite
from tests.e2e.saisie import (
    a_saisir,
    attendre,
    champ,
    connecter,
    etat,
    garde,
    heures,
    ouvrir,
    ouvrir_longtemps,
    saisir,
)
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


def reculer(page: Page) -> None:
    """« Back », without waiting for a load that the browser's memory makes useless."""
    page.evaluate("history.back()")


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

    page.evaluate("history.go(-2)")

    arriver(page, CONNEXION)
    assert dernier_retour(page, adresse)["visible"] is False
    rien_a_lire(page)


def test_apres_deconnexion_la_memoire_est_videe(
    monde_vivant: Monde, visite: Visite, finances: tuple[Declaration, str]
) -> None:
    page = visite.page
    adresse = ouvrir_les_salaires(visite, monde_vivant.passerelles.finances, finances)
    sortir(page, visite.base)

    page.evaluate("history.go(-2)")

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

    page.evaluate("history.go(-3)")

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

    page.evaluate("history.go(-2)")

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

    page.evaluate("history.go(-2)")

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


def test_une_session_finie_puis_quittee_ne_montre_plus_rien(
    monde_vivant: Monde, visite: Visite, finances: tuple[Declaration, str]
) -> None:
    """« Se déconnecter » says one is done, even when the session had ended already."""
    page = visite.page
    ouvrir_les_salaires(visite, monde_vivant.passerelles.finances, finances)
    Session.objects.all().delete()
    sortir(page, visite.base)

    page.evaluate("history.go(-2)")

    arriver(page, CONNEXION)
    rien_a_lire(page)


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
