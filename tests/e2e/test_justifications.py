"""The page of the checks in a browser: several gaps, one button, nothing typed is lost."""

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from declarations.forms.justifications import prefixe
from declarations.models import Declaration, Justification
from declarations.services.ajout_lignes import ajouter_ligne
from tests.declarations.clas import notifier, projet_clas
from tests.declarations.remplir import referentiels, remplir
from tests.declarations.services.test_justifications import cles
from tests.e2e.conftest import Visite, appeler_aujourd_hui
from tests.e2e.saisie import connecter, ouvrir_longtemps
from tests.monde import Monde, acteur

TEXTE = "Une permanence de plus le mercredi."
AUTRE = "Deux fratries ont été accueillies ensemble."


@pytest.fixture
def clas(monde_vivant: Monde) -> Declaration:
    """Four collectifs too large: four gaps to justify, in a window open today."""
    return avec_collectifs(monde_vivant, 4)


def avec_collectifs(monde: Monde, combien: int) -> Declaration:
    referentiels(monde.caf)
    equipement = projet_clas(monde)
    notifier(monde, equipement, combien)
    declaration = appeler_aujourd_hui(monde, "previsionnelle", 2025, equipement)
    ouvrir_longtemps(declaration)
    maintenant = timezone.now()
    for rang in range(1, combien + 1):
        ajouter_ligne(
            declaration.pk, f"c{rang}", acteur=acteur(monde.passerelles.activite, maintenant)
        )
    declaration.refresh_from_db()
    enfants = {f"collectifs.c{rang}.enfants": "20" for rang in range(1, combien + 1)}
    return remplir(declaration, monde, enfants, maintenant)


def adresse(declaration: Declaration) -> str:
    return f"/declarations/{declaration.pk}/controles/"


def partie(page: Page, cle: str) -> Locator:
    return page.locator(f'[data-justification="{cle}"]')


def ecrire(page: Page, cle: str, texte: str, motif: str = "activite") -> None:
    partie(page, cle).get_by_label("Motif").select_option(motif)
    partie(page, cle).get_by_label("Explication").fill(texte)


def enregistrer(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Enregistrer les justifications").click()


def gardees() -> set[tuple[str, str, str]]:
    return {(j.cle, j.motif, j.texte) for j in Justification.objects.all()}


def test_deux_textes_un_bouton_rien_de_perdu(
    visite: Visite, monde_vivant: Monde, clas: Declaration
) -> None:
    premier, deuxieme, troisieme, quatrieme = cles(clas)
    page = visite.page
    visite.etre(monde_vivant.passerelles.activite)
    visite.aller(adresse(clas))

    ecrire(page, premier, TEXTE)
    ecrire(page, deuxieme, AUTRE, "exceptionnel")
    enregistrer(page)

    assert gardees() == {(premier, "activite", TEXTE), (deuxieme, "exceptionnel", AUTRE)}
    # The page opens again where the person was writing.
    expect(page.locator(f"#{prefixe(deuxieme)}")).to_be_in_viewport()
    expect(page.locator("#etat-justifications")).to_contain_text("2 écarts à justifier")

    # One refused: all that is typed stays, the rest is kept.
    ecrire(page, troisieme, "ok")
    ecrire(page, quatrieme, "Un bénévole de plus encadre ce groupe.")
    enregistrer(page)
    visite.verifier()
    assert len(gardees()) == 3
    expect(partie(page, troisieme).get_by_label("Explication")).to_have_value("ok")
    expect(page.locator("[data-resume-erreurs]")).to_be_focused()
    page.locator("[data-resume-erreurs] a").click()
    expect(partie(page, troisieme).get_by_label("Explication")).to_be_focused()

    ecrire(page, troisieme, "Ce groupe a deux salles et trois encadrants.")
    enregistrer(page)
    assert len(gardees()) == 4
    expect(page.locator("#etat-justifications")).to_contain_text("Tous les écarts sont justifiés")


def test_reprendre_ce_texte_remplit_les_autres_au_clavier(
    visite: Visite, monde_vivant: Monde, clas: Declaration
) -> None:
    premier, *autres = cles(clas)
    page = visite.page
    visite.etre(monde_vivant.passerelles.activite)
    visite.aller(adresse(clas))

    ecrire(page, premier, TEXTE, "collectif_supplementaire")
    partie(page, premier).get_by_label("Explication").press("Tab")
    page.keyboard.press("Enter")
    visite.verifier()
    for cle in autres:
        case = partie(page, premier).locator(f'input[value="{cle}"]')
        case.focus()
        page.keyboard.press("Space")
    enregistrer(page)

    assert gardees() == {(c, "collectif_supplementaire", TEXTE) for c in (premier, *autres)}


def test_une_session_fermee_pendant_la_frappe_ne_perd_rien(
    visite: Visite, monde_vivant: Monde, clas: Declaration
) -> None:
    """The text waits in this browser, for this person, and is found again after the login."""
    premier, deuxieme, *_ = cles(clas)
    page, alice = visite.page, monde_vivant.passerelles.activite
    visite.etre(alice)
    visite.aller(adresse(clas))
    ecrire(page, premier, TEXTE)
    ecrire(page, deuxieme, AUTRE, "exceptionnel")
    page.context.clear_cookies(name="sessionid")
    enregistrer(page)
    expect(page.locator("h1")).to_contain_text("Votre session a expiré")
    assert not gardees()

    connecter(page, visite.base, alice)
    expect(page.locator("#attente")).to_contain_text("4 données en attente d’envoi")
    visite.verifier()
    page.locator("#attente a").first.click()
    page.wait_for_url(f"**{adresse(clas)}")
    expect(partie(page, premier).get_by_label("Explication")).to_have_value(TEXTE)
    expect(partie(page, deuxieme).get_by_label("Motif")).to_have_value("exceptionnel")
    expect(page.locator("#etat-justifications")).to_contain_text("remis à sa place")
    enregistrer(page)

    assert gardees() == {(premier, "activite", TEXTE), (deuxieme, "exceptionnel", AUTRE)}
    visite.aller("/a-faire/")
    assert page.locator("#attente").inner_text().strip() == ""


def test_quarante_ecarts_sans_javascript(
    monde_vivant: Monde, live_server: object, browser: object
) -> None:
    declaration = avec_collectifs(monde_vivant, 40)
    premier, *autres = cles(declaration)
    contexte = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = contexte.new_page()
    connecter(page, live_server.url, monde_vivant.passerelles.activite)
    page.goto(live_server.url + adresse(declaration))

    ecrire(page, premier, TEXTE)
    partie(page, premier).get_by_text("Reprendre ce texte pour…").click()
    partie(page, premier).get_by_label("Tous les écarts qui restent à justifier").check()
    ecrire(page, autres[-1], AUTRE)
    enregistrer(page)

    assert len(gardees()) == 40
    assert (autres[-1], "activite", AUTRE) in gardees()
    expect(page.locator(f"#{prefixe(autres[-1])}")).to_be_in_viewport()
    contexte.close()
