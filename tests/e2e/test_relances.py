"""An adviser's morning: who will be reminded, one spared, the others sent, proof on the file."""

from datetime import timedelta

from django.utils import timezone

from portal.relances.models import Relance
from portal.relances.services.referentiels import charger_etapes
from portal.socle import expedition
from portal.socle.models import Courriel, EtatCourriel
from tests.declarations.remplir import referentiels
from tests.e2e.conftest import Visite, appeler_aujourd_hui
from tests.monde import Monde


def test_de_la_prevision_a_la_preuve(
    monde_vivant: Monde, visite: Visite, mailoutbox: list[object]
) -> None:
    monde = monde_vivant
    referentiels(monde.caf)
    charger_etapes()
    jour = timezone.localdate()
    declaration = appeler_aujourd_hui(monde, "reelle", jour.year - 1)  # due in ten days

    visite.etre(monde.conseiller)
    visite.aller("/relances/")
    assert "2 courriels prévus aujourd’hui" in visite.texte()
    visite.page.get_by_text("Lire le courriel").first.click()
    assert "Bonjour Alice Activité," in visite.texte()
    visite.verifier()

    visite.cliquer("Écarter la relance de Fabien", role="link", exact=False)
    visite.page.get_by_label("Motif").fill("Vu hier au téléphone : le compte arrive.")
    visite.cliquer("Écarter")
    assert "Écartée par Colette Conseil" in visite.texte()

    visite.cliquer(f"Réelle {jour.year - 1}", role="link")
    visite.page.get_by_label("Phrase ajoutée").fill("Permanence téléphonique mardi matin.")
    visite.cliquer("Enregistrer la phrase")
    visite.aller("/relances/")
    visite.cliquer("Envoyer maintenant", role="link")
    visite.cliquer("Envoyer")
    assert "1 courriel confié au service d’envoi : Alice Activité." in visite.texte()
    assert "Écrits aujourd’hui à votre demande" in visite.texte()
    visite.verifier()
    visite.cliquer("Mon résumé de la semaine", role="link")
    assert "Prochain résumé" in visite.texte()
    visite.verifier()

    # What the worker does meanwhile.
    assert expedition.expedier(list(Courriel.objects.values_list("pk", flat=True))).envoyes == 1
    assert "Permanence téléphonique mardi matin." in mailoutbox[0].body
    visite.aller("/relances/")
    assert "1 courriel" not in visite.texte()

    visite.aller(f"/declarations/{declaration.pk}/")
    preuve = visite.page.get_by_text("Relance J-15 de l’échéance")
    preuve.wait_for()
    visite.verifier()
    assert "à Alice Activité" in preuve.inner_text()
    visite.cliquer("Lire le courriel", role="link", exact=False)
    assert "Permanence téléphonique mardi matin." in visite.texte()

    visite.aller(f"/relances/?jour={jour + timedelta(days=3)}")
    assert "2 courriels prévus" in visite.texte()
    visite.sortir()

    visite.aller("/courriels/")
    visite.cliquer("il reste 10 jours", role="link", exact=False)
    cadre = visite.page.frame_locator("iframe")
    cadre.get_by_role("heading", name="Ce qui vous reste à faire").wait_for()
    assert set(Courriel.objects.values_list("etat", flat=True)) == {EtatCourriel.ENVOYE}
    assert Relance.objects.filter(envoi=None).count() == 1
