"""The responsable grants a right to somebody new, suspends a partner, and gives it back."""

from django.urls import reverse
from playwright.sync_api import expect

from habilitations.models import Adhesion, Habilitation
from tests.e2e.conftest import Visite
from tests.monde import Monde

MOTIF = "Usurpation signalée, à vérifier"


def test_accorder_suspendre_et_reprendre(monde_vivant: Monde, visite: Visite) -> None:
    monde = monde_vivant
    base = Adhesion.objects.get(gestionnaire=monde.passerelles.gestionnaire)
    Habilitation.objects.filter(utilisateur=monde.passerelles.approbateur).delete()
    visite.etre(monde.responsable)
    visite.aller(reverse("habilitations:partenaires"))
    visite.cliquer("Association Les Passerelles", role="link")
    assert "Des rôles ne sont tenus par personne" in visite.texte()

    visite.cliquer("Accorder un droit", role="link")
    page = visite.page
    page.get_by_label("Adresse électronique").fill("zoe@exemple.test")
    page.locator("#id_prenom").fill("Zoé")
    page.locator("#id_nom").fill("Zola")
    page.get_by_label("Approbateur").check()
    visite.cliquer("Accorder ce droit")
    expect(page.get_by_text("Choisissez au moins un équipement.").first).to_be_visible()
    page.get_by_label("Espace de rencontre Les Passerelles").check()
    visite.cliquer("Accorder ce droit")
    assert "Le droit est accordé" in visite.texte()
    assert "Des rôles ne sont tenus par personne" not in visite.texte()

    visite.cliquer("Suspendre ce partenaire", role="link")
    page.get_by_label("Motif").fill(MOTIF)
    visite.cliquer("Suspendre ce partenaire")
    assert MOTIF in visite.texte()
    page.set_viewport_size({"width": 375, "height": 800})
    visite.aller(reverse("habilitations:partenaire", args=[base.pk]))
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    visite.cliquer("Reprendre ce partenaire", role="link")
    visite.cliquer("Reprendre ce partenaire")
    assert "Le partenaire a retrouvé ses droits." in visite.texte()
