"""The Caf suspends an équipement, then has a password changed, under an open session."""

from django.urls import reverse
from playwright.sync_api import Page

from habilitations.models import Adhesion
from tests.e2e.conftest import Visite, appeler_aujourd_hui
from tests.monde import Monde

MOTIF = "Usurpation signalée, à vérifier"


def test_suspendre_sous_une_session_ouverte(monde_vivant: Monde, visite: Visite) -> None:
    monde = monde_vivant
    declaration = appeler_aujourd_hui(monde, "previsionnelle", 2026)
    dossier = reverse("declarations:dossier", args=[declaration.pk])
    visite.etre(monde.passerelles.activite)
    visite.aller(dossier)
    assert "Les Passerelles" in visite.texte()

    caf = Visite(autre_navigateur(visite), visite.base)
    caf.etre(monde.responsable)
    caf.aller(reverse("habilitations:equipement", args=[monde.er.pk]))
    caf.cliquer("Suspendre cet équipement", role="link")
    caf.page.get_by_label("Motif").fill(MOTIF)
    caf.cliquer("Suspendre cet équipement")
    assert MOTIF in caf.texte()

    # At the very next request of the partner's person.
    visite.page.reload()
    visite.verifier()
    assert "introuvable" in visite.texte()
    visite.aller("/a-faire/")
    assert "a suspendu l’accès à « Espace de rencontre Les Passerelles »" in visite.texte()
    assert MOTIF not in visite.texte()

    caf.cliquer("Reprendre cet équipement", role="link")
    caf.cliquer("Reprendre cet équipement")
    visite.aller(dossier)
    assert "Les Passerelles" in visite.texte()

    base = Adhesion.objects.get(gestionnaire=monde.passerelles.gestionnaire)
    caf.aller(reverse("habilitations:partenaire", args=[base.pk]))
    caf.cliquer("Imposer un nouveau mot de passe : Alice Activité", role="link")
    caf.page.get_by_label("Motif").fill(MOTIF)
    caf.cliquer("Imposer un nouveau mot de passe")
    assert "L’ancien mot de passe n’ouvre plus rien" in caf.texte()
    visite.page.reload()
    assert "/compte/connexion/" in visite.page.url
    caf.laisser_finir()


def autre_navigateur(visite: Visite) -> Page:
    """A page of another browser, as somebody else's."""
    navigateur = visite.page.context.browser
    assert navigateur is not None
    contexte = navigateur.new_context(locale="fr-FR", timezone_id="Europe/Paris")
    return contexte.new_page()
