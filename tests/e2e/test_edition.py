"""Composing a questionnaire: with the keyboard alone, then without JavaScript."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from bilans.models import Bilan, CampagneBilan, FeuilleBilan, VersionQuestionnaire
from bilans.regles.questionnaire import Questionnaire
from bilans.services.definitions import definition_du_brouillon
from bilans.services.ouvertures import ouvrir_lot
from tests.bilans.edition.brouillons import brouillon
from tests.declarations.clas import projet_clas
from tests.e2e.conftest import Visite
from tests.monde import Monde

QUESTIONNAIRES = "/bilans/questionnaires/"


def definition(version: VersionQuestionnaire) -> Questionnaire:
    version.refresh_from_db()
    return definition_du_brouillon(version)


def codes(version: VersionQuestionnaire) -> list[str]:
    return [element.code for element in definition(version).sections[0].elements]


def presser(page: Page, nom: str) -> None:
    """Reach a button and press it, without a mouse."""
    bouton = page.get_by_role("button", name=nom, exact=True)
    bouton.focus()
    bouton.press("Enter")


def test_composer_au_clavier_puis_publier_et_preparer_la_suite(
    monde_vivant: Monde, visite: Visite
) -> None:
    version, page = brouillon(monde_vivant), visite.page
    visite.etre(monde_vivant.national)
    visite.aller(f"{QUESTIONNAIRES}versions/{version.pk}/")

    presser(page, "Descendre « Nom de la structure »")
    expect(page.get_by_role("status")).to_contain_text("descendu d’un rang")
    assert codes(version)[:2] == ["bonus", "nom"]
    # Nothing was loaded again, and the focus is where it was: pressing again goes on.
    expect(page.locator("#descendre-nom")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#monter-nom")).to_be_visible()
    expect(page.locator("#plan [name=revision]")).to_have_value("2")
    assert codes(version)[:3] == ["bonus", "combien", "nom"]
    visite.verifier()

    visite.aller(f"{QUESTIONNAIRES}versions/{version.pk}/elements/nom/conditions/condition/")
    page.select_option("#id_nouvelle", "question:bonus")
    visite.cliquer("Ajouter cette condition")
    page.get_by_label("Valeur attendue de « Bonus parents demandé »").select_option("oui")
    visite.cliquer("Enregistrer")
    assert "Afficher si « Bonus parents demandé » est « Oui »" in visite.texte()

    visite.aller(f"{QUESTIONNAIRES}versions/{version.pk}/apercu/")
    expect(page.get_by_label("Nom de la structure")).to_have_count(0)
    page.get_by_label("Oui").check()
    expect(page.get_by_label("Nom de la structure")).to_be_visible()

    visite.aller(f"{QUESTIONNAIRES}versions/{version.pk}/publication/")
    visite.cliquer("Publier")
    assert "elle ne change plus" in visite.texte()
    bilan = _repondre(visite, monde_vivant, version)

    visite.etre(monde_vivant.national)
    visite.aller(f"{QUESTIONNAIRES}{version.questionnaire_id}/")
    visite.cliquer("Préparer une nouvelle version")
    assert "Version 2" in visite.texte()
    assert page.get_by_role("button", name="Monter « Nombre de groupes »").count() == 1
    # Who has begun stays on the version that they began with.
    bilan.refresh_from_db()
    assert (bilan.version_id, bilan.etat) == (version.pk, "en_cours")


def _repondre(visite: Visite, monde: Monde, version: VersionQuestionnaire) -> Bilan:
    """A partner answers what has just been published: its condition brings a question."""
    version.refresh_from_db()
    jour = timezone.localdate()
    fenetre = CampagneBilan.objects.create(
        caf=monde.caf,
        questionnaire=version.questionnaire,
        annee=2025,
        ouvre_le=jour,
        echeance_le=jour,
        ferme_le=jour,
    )
    (bilan,) = ouvrir_lot(fenetre, version, [projet_clas(monde)], timezone.now())
    visite.commencer(monde.passerelles.activite)
    visite.cliquer("Remplir", "link", exact=False)
    nom = visite.page.get_by_label("Nom de la structure")
    expect(nom).to_have_count(0)
    visite.page.locator('[name="bonus"][value="oui"]').check()
    expect(nom).to_be_visible()
    nom.fill("Les Alizés")
    visite.cliquer("Enregistrer et continuer")
    assert FeuilleBilan.objects.get(bilan=bilan).donnees["nom"] == "Les Alizés"
    return bilan


@pytest.fixture
def nue(browser: Browser, live_server: object) -> Iterator[Visite]:
    contexte = browser.new_context(java_script_enabled=False, locale="fr-FR")
    yield Visite(contexte.new_page(), live_server.url)
    contexte.close()


def test_composer_sans_javascript(monde_vivant: Monde, nue: Visite) -> None:
    version, page = brouillon(monde_vivant), nue.page
    nue.etre(monde_vivant.national)

    def cliquer(nom: str) -> None:
        with page.expect_navigation():
            page.get_by_role("button", name=nom, exact=True).first.click()

    page.goto(f"{nue.base}{QUESTIONNAIRES}versions/{version.pk}/")
    cliquer("Monter « Bonus parents demandé »")
    assert codes(version)[:2] == ["bonus", "nom"]
    page.goto(f"{nue.base}{QUESTIONNAIRES}versions/{version.pk}/ajout/?groupe=structure")
    page.get_by_label("Intitulé").fill("Ville")
    page.get_by_label("Type de réponse").select_option("choix")
    cliquer("Ajouter")
    page.get_by_label("Choix 1", exact=True).fill("Lyon")
    cliquer("Ajouter un choix")
    page.get_by_label("Choix 3", exact=True).fill("Ugine")
    cliquer("Enregistrer")

    ville = definition(version).par_code["ville"].element
    assert ville.choix == (("lyon", "Lyon"), ("ugine", "Ugine"))
    page.goto(f"{nue.base}{QUESTIONNAIRES}versions/{version.pk}/apercu/")
    page.get_by_label("Oui").check()
    cliquer("Actualiser l’aperçu")
    assert "Actions avec les parents" in page.inner_text("main")
