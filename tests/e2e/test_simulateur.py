"""The simulator in a browser: open to all, on a desk and on a telephone, without JavaScript too."""

import os
from pathlib import Path

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser

from declarations.regles.etats import Etat
from subventions.models import Projection, Simulation
from subventions.services.baremes import charger_baremes
from subventions.tasks import calculer_projection
from tests.declarations.remplir import jusqu_a, referentiels
from tests.e2e.conftest import Visite, appeler_aujourd_hui
from tests.monde import Monde

CLAS = {
    "scenarios.a.nom": "Aujourd’hui",
    "scenarios.a.collectifs": "3",
    "scenarios.a.collectifs_notifies": "3",
    "scenarios.a.bonus_enfants": "2",
    "scenarios.a.bonus_parents": "3",
    "scenarios.a.compte_60": "2 000",
    "scenarios.a.compte_64": "28 000",
}


def photographier(visite: Visite, nom: str) -> None:
    """For whoever wants to look: a folder given in CAPTURES."""
    if dossier := os.environ.get("CAPTURES"):
        visite.page.screenshot(path=str(Path(dossier) / f"{nom}.png"), full_page=True)


@pytest.mark.parametrize("largeur", [1280, 375])
def test_avant_d_adherer(visite: Visite, largeur: int) -> None:
    charger_baremes()
    cache.clear()
    visite.page.set_viewport_size({"width": largeur, "height": 900})
    visite.aller("/")
    visite.cliquer("Simuler une subvention", "link")
    photographier(visite, f"choisir-{largeur}")
    assert "Barème non publié" in visite.texte()
    visite.cliquer("Contrat local d’accompagnement à la scolarité", "link")
    photographier(visite, f"vide-{largeur}")

    visite.remplir(CLAS)
    visite.cliquer("Calculer")
    assert "9 334,00 €" in visite.texte()
    assert "Un collectif de plus" in visite.texte()

    visite.cliquer("Ajouter un scénario")
    visite.remplir(
        {
            "scenarios.b.nom": "Un quatrième collectif",
            "scenarios.b.collectifs": "4",
            "scenarios.b.collectifs_notifies": "4",
        }
    )
    visite.repondre({"profil": "deux_fois_35"})
    visite.cliquer("Calculer")
    assert "+2 061,00 €" in visite.texte()
    assert "Versements, mois par mois" in visite.texte()
    photographier(visite, f"deux-scenarios-{largeur}")

    visite.remplir({"scenarios.b.bonus_enfants": "9"})
    visite.cliquer("Calculer")
    assert "Une erreur est à corriger" in visite.texte()
    photographier(visite, f"erreur-{largeur}")
    assert visite.page.evaluate("document.documentElement.scrollWidth") <= largeur


@pytest.mark.parametrize("largeur", [1280, 375])
def test_un_partenaire_part_de_sa_declaration(
    monde_vivant: Monde, visite: Visite, largeur: int
) -> None:
    monde = monde_vivant
    referentiels(monde.caf)
    annee = timezone.localdate().year
    declaration = appeler_aujourd_hui(monde, "previsionnelle", annee)
    jusqu_a(declaration, monde, Etat.TRANSMISE, maintenant=timezone.now())
    visite.page.set_viewport_size({"width": largeur, "height": 900})
    visite.etre(monde.passerelles.finances)
    visite.aller(reverse("declarations:dossier", args=[declaration.pk]))
    visite.cliquer("Simuler à partir de ces chiffres")
    assert "qui ne change pas" in visite.texte()
    visite.cliquer("Ajouter un scénario")
    visite.remplir({"scenarios.b.nom": "Plus d’heures", "scenarios.b.heures_rencontres": "2 000"})
    visite.repondre({"profil": "deux_fois_35"})
    visite.cliquer("Calculer et enregistrer")
    assert "Montants comparés" in visite.texte()
    photographier(visite, f"partenaire-{largeur}")
    visite.cliquer("Partager avec mes collègues")
    visite.aller(reverse("simulations:liste"))
    assert "Partagée" in visite.texte()
    photographier(visite, f"liste-{largeur}")

    visite.etre(monde.passerelles.approbateur)
    visite.aller(reverse("simulations:liste"))
    visite.cliquer(Simulation.objects.get().titre, "link")
    assert "Partagée par" in visite.texte()
    photographier(visite, f"collegue-{largeur}")
    visite.cliquer("Copier")
    visite.cliquer("Supprimer…", "link")
    visite.cliquer("Supprimer")
    visite.aller(reverse("simulations:nouvelle"))
    visite.cliquer("Commencer")
    assert "Donnez un titre" in visite.texte()


def test_sans_javascript_ni_cookie(browser: Browser, live_server: object) -> None:
    charger_baremes()
    cache.clear()
    contexte = browser.new_context(java_script_enabled=False, locale="fr-FR")
    try:
        page = contexte.new_page()
        page.goto(live_server.url + reverse("simulateur_public:simuler", args=["cct"]))
        contexte.clear_cookies()
        page.fill('[name="scenarios.a.postes.p1.etp"]', "0,8")
        page.fill('[name="scenarios.a.postes.p1.mois"]', "12")
        page.fill('[name="scenarios.a.postes.p1.salaire_charge"]', "30 000")
        page.fill('[name="scenarios.a.postes.p1.autres_depenses"]', "0")
        page.get_by_role("button", name="Ajouter un poste").click()
        assert page.locator('[name="scenarios.a.postes.p2.etp"]').count() == 1
        page.get_by_role("button", name="Calculer", exact=True).click()
        assert "15 000,00 €" in " ".join(page.inner_text("main").split())
    finally:
        contexte.close()


@pytest.mark.parametrize("largeur", [1280, 375])
def test_une_caf_projette_un_portefeuille(
    monde_vivant: Monde, visite: Visite, largeur: int
) -> None:
    monde = monde_vivant
    referentiels(monde.caf)
    annee = timezone.localdate().year
    declaration = appeler_aujourd_hui(monde, "previsionnelle", annee)
    jusqu_a(declaration, monde, Etat.TRANSMISE, maintenant=timezone.now())
    visite.page.set_viewport_size({"width": largeur, "height": 900})
    visite.etre(monde.conseiller)
    visite.aller(reverse("simulations:projections"))
    visite.cliquer("Tous les dispositifs", "link")
    visite.verifier()
    visite.cliquer("Projeter")
    assert "Donnez au moins une valeur à essayer" in visite.texte()
    visite.remplir({"essai_er_plafond_horaire": "20", "enveloppe": "10 000"})
    visite.page.select_option("[name=annee]", str(annee))
    visite.cliquer("Projeter")
    assert "Le calcul attend son tour" in visite.texte()
    photographier(visite, f"projection-en-cours-{largeur}")
    calculer_projection(Projection.objects.get().pk)
    visite.cliquer("Actualiser", "link")
    assert "Il manque" in visite.texte()
    assert monde.portefeuille.nom in visite.texte()
    photographier(visite, f"projection-{largeur}")
    visite.aller(reverse("simulations:projections"))
    photographier(visite, f"projections-{largeur}")
