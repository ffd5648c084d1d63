"""A review, from the Caf that opens it to what the partner's answers do."""

from django.urls import reverse
from playwright.sync_api import expect

from habilitations.models import LigneRevue, Role
from tests.e2e.conftest import Visite
from tests.monde import Monde, habiliter, personne


def test_revoir_les_acces(monde_vivant: Monde, visite: Visite) -> None:
    monde, page = monde_vivant, visite.page
    g = personne("gerante", "Gaëlle", "Gérante")
    habiliter(g, monde.passerelles.gestionnaire, monde.caf, Role.GESTIONNAIRE_HABILITATIONS)
    visite.etre(monde.responsable)
    visite.aller(reverse("revues:suivi"))
    visite.cliquer("Ouvrir la revue maintenant", role="link")
    visite.cliquer("Ouvrir la revue")
    assert "Association Les Voisins" in visite.texte()
    visite.cliquer("Ce que ferait la nuit prochaine", role="link")
    assert "Aucun droit ne serait suspendu" in visite.texte()
    visite.aller(reverse("revues:reglages", args=["73"]))

    visite.etre(g)
    visite.aller("/a-faire/")
    visite.cliquer("Association Les Passerelles", role="link")
    alice, agathe = (
        LigneRevue.objects.get(utilisateur=qui).pk
        for qui in (monde.passerelles.activite, monde.passerelles.approbateur)
    )
    page.check(f'[name="reponse_{alice}"][value="continue"]')
    page.check(f'[name="reponse_{agathe}"][value="retirer"]')
    visite.cliquer("Enregistrer les réponses")
    expect(page.get_by_text("plus personne ne tiendra ces rôles").first).to_be_visible()
    page.get_by_label("Je confirme, malgré les rôles").check()
    visite.cliquer("Enregistrer les réponses")
    assert "Les réponses sont enregistrées." in visite.texte()
    page.set_viewport_size({"width": 375, "height": 800})
    visite.verifier()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    visite.etre(monde.responsable)
    visite.aller(reverse("revues:suivi"))
    assert "2 sur 4" in visite.texte()

    # Who was withdrawn sees nothing any more.
    visite.etre(monde.passerelles.approbateur)
    visite.aller("/a-faire/")
    assert "aucun rôle ne vous donne accès" in visite.texte()
