"""A value refused waits in its author's browser until something valid is saved in its place."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from declarations.models import Declaration
from declarations.services.justifications import justifier
from declarations.services.reprise import PRECEDENT, reprendre_structure
from declarations.services.saisie import enregistrer
from habilitations.permissions import Acteur
from tests.declarations.cct import declaration_cct
from tests.declarations.remplir import jusqu_a
from tests.declarations.services.test_justifications import cles
from tests.e2e.conftest import Visite, appeler_aujourd_hui
from tests.e2e.saisie import a_saisir, attendre, bloc, champ, heures, saisir
from tests.e2e.test_justifications import TEXTE, adresse, avec_collectifs, ecrire, partie
from tests.e2e.test_justifications import enregistrer as enregistrer_justifications
from tests.monde import Monde

RETENU = "Object.keys(localStorage).filter((n) => n.startsWith('portail-attente:')).length"


def d_ailleurs(declaration: Declaration, monde: Monde, chemin: str, valeur: str) -> None:
    """What a colleague, a workbook or another page saves: all come through this service."""
    volet = declaration.version_courante.volets.get(nature="activite")
    qui = Acteur(monde.voisins.activite, timezone.now())
    enregistrer(
        declaration.pk, "activite", acteur=qui, revision=volet.revision, brut={chemin: valeur}
    )


def rien_ne_revient(page: Page, chemin: str, valeur: str) -> None:
    expect(champ(page, chemin)).to_have_value(valeur)
    expect(champ(page, chemin)).not_to_have_attribute("aria-invalid", "true")
    attendre(page, chemin, "« dix », refusée, n’est pas gardée")
    expect(page.locator("#etat-saisie")).not_to_contain_text("à corriger")
    assert page.evaluate(RETENU) == 0


@pytest.mark.parametrize("vue", ["formulaire", "tableau"])
def test_une_valeur_refusee_cede_a_celle_qui_est_enregistree_depuis(
    monde_vivant: Monde, visite: Visite, vue: str
) -> None:
    declaration, page = a_saisir(monde_vivant), visite.page
    chemin = heures(declaration)
    visite.etre(monde_vivant.voisins.activite)
    ici = f"/declarations/{declaration.pk}/volets/activite/?vue={vue}"
    visite.aller(ici)
    saisir(page, chemin, "dix")
    attendre(page, chemin, "Votre saisie n’est pas enregistrée")

    # Nothing else is saved: it still waits, and is still said to be wrong.
    visite.aller(ici)
    attendre(page, chemin, "Votre saisie n’est pas enregistrée")
    expect(champ(page, chemin)).to_have_value("dix")

    d_ailleurs(declaration, monde_vivant, chemin, "10")
    visite.aller(ici)
    rien_ne_revient(page, chemin, "10")
    visite.verifier()
    visite.aller(ici)
    expect(champ(page, chemin)).to_have_value("10")
    expect(bloc(page, chemin)).not_to_contain_text("dix")


def test_une_page_restee_ouverte_apprend_la_valeur_d_un_collegue(
    monde_vivant: Monde, visite: Visite
) -> None:
    declaration, page = a_saisir(monde_vivant), visite.page
    chemin, autre = heures(declaration), heures(declaration, "heures_rencontres")
    visite.etre(monde_vivant.voisins.activite)
    visite.aller(f"/declarations/{declaration.pk}/volets/activite/")
    saisir(page, chemin, "dix")
    attendre(page, chemin, "Votre saisie n’est pas enregistrée")

    d_ailleurs(declaration, monde_vivant, chemin, "10")
    saisir(page, autre, "7")

    attendre(page, autre, "Enregistré à")
    expect(champ(page, chemin)).to_be_focused()
    expect(champ(page, chemin)).to_have_value("dix")
    champ(page, chemin).press("Tab")
    rien_ne_revient(page, chemin, "10")


def test_une_page_de_la_memoire_du_navigateur_ne_rappelle_pas_une_valeur_refusee(
    monde_vivant: Monde, visite: Visite
) -> None:
    """Drawn before the colleague's save, the page learns of it from the answer to what it sends."""
    declaration, page = a_saisir(monde_vivant), visite.page
    chemin = heures(declaration)
    ici = f"/declarations/{declaration.pk}/volets/activite/"
    visite.etre(monde_vivant.voisins.activite)
    visite.aller(ici)
    ancienne = page.content()
    saisir(page, chemin, "dix")
    attendre(page, chemin, "Votre saisie n’est pas enregistrée")
    d_ailleurs(declaration, monde_vivant, chemin, "10")

    page.route(f"**{ici}", lambda r: r.fulfill(body=ancienne, content_type="text/html"))
    visite.aller(ici)

    rien_ne_revient(page, chemin, "10")


def test_une_reprise_remplace_une_valeur_refusee(monde_vivant: Monde, visite: Visite) -> None:
    monde, page = monde_vivant, visite.page
    ancienne, saisies = declaration_cct(monde)
    jusqu_a(ancienne, monde, "transmise", changements=saisies)
    declaration = appeler_aujourd_hui(monde, "previsionnelle", 2026, ancienne.equipement)
    chemin = f"postes.{declaration.version_courante.lignes[0]['cle']}.etp"
    ici = f"/declarations/{declaration.pk}/volets/activite/"
    visite.etre(monde.passerelles.activite)
    visite.aller(ici)
    saisir(page, chemin, "dix")
    attendre(page, chemin, "Votre saisie n’est pas enregistrée")

    qui = Acteur(monde.passerelles.activite, timezone.now())
    assert reprendre_structure(declaration.pk, PRECEDENT, acteur=qui)
    visite.aller(ici)

    rien_ne_revient(page, chemin, "1")


def test_une_justification_refusee_cede_a_celle_d_un_collegue(
    monde_vivant: Monde, visite: Visite
) -> None:
    declaration, page = avec_collectifs(monde_vivant, 2), visite.page
    premier, _ = cles(declaration)
    visite.etre(monde_vivant.passerelles.activite)
    visite.aller(adresse(declaration))
    ecrire(page, premier, "ok")
    enregistrer_justifications(page)
    expect(partie(page, premier).get_by_label("Explication")).to_have_value("ok")
    visite.aller(adresse(declaration))
    expect(partie(page, premier).get_by_label("Explication")).to_have_value("ok")

    qui = Acteur(monde_vivant.passerelles.activite, timezone.now())
    justifier(declaration.pk, premier, acteur=qui, motif="activite", texte=TEXTE)
    visite.aller(adresse(declaration))

    expect(page.locator("#etat-justifications")).not_to_contain_text("remis à sa place")
    expect(partie(page, premier).get_by_label("Explication")).to_have_value(TEXTE)
    assert page.evaluate(RETENU) == 0
