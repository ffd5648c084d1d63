"""A national administrator proposes a value, another reads its effect and publishes it."""

from pathlib import Path

from django.urls import reverse
from django.utils import timezone

from subventions.models import LigneBareme, PropositionBareme
from subventions.propositions.services.effet import calculer
from subventions.services import charger_baremes
from tests.e2e.conftest import Visite, appeler_aujourd_hui
from tests.monde import Monde
from tests.socle.fichiers import PDF
from tests.subventions.propositions.outils import MOTIF, seconde


def test_proposer_a_deux_et_comparer(monde_vivant: Monde, visite: Visite, tmp_path: Path) -> None:
    monde, page, annee = monde_vivant, visite.page, timezone.localdate().year
    charger_baremes()
    appeler_aujourd_hui(monde, "previsionnelle", annee)
    autre = seconde().utilisateur
    circulaire = tmp_path / "circulaire.pdf"
    circulaire.write_bytes(PDF)

    visite.etre(monde.national)
    visite.aller(reverse("subventions:baremes"))
    visite.verifier()
    visite.cliquer("Proposer une valeur", role="link")
    page.get_by_label("Paramètre").select_option("er:plafond_horaire")
    page.locator("input[name=valeur]").fill("beaucoup")
    page.get_by_label("Premier exercice").fill(str(annee))
    page.locator("input[name=source]").fill("Circulaire du 12 janvier")
    page.get_by_label("Ce qu’elle vaut").select_option("P")
    page.get_by_label("Motif").fill(MOTIF)
    page.set_input_files("input[name=fichier]", circulaire)
    visite.cliquer("Proposer cette valeur")
    visite.verifier()
    page.locator("input[name=valeur]").fill("92,50 €")
    page.set_input_files("input[name=fichier]", circulaire)
    visite.cliquer("Proposer cette valeur")
    assert "En attente de calcul" in visite.texte()
    assert "une autre personne la publie" in visite.texte()
    visite.verifier()

    # What the worker does meanwhile; the page asks again by itself.
    proposition = PropositionBareme.objects.get()
    calculer(proposition.pk, timezone.now())
    page.get_by_text("Calculé le").wait_for()
    assert page.get_by_role("link", name="Publier", exact=True).count() == 0

    visite.etre(autre)
    visite.aller(reverse("propositions:liste"))
    visite.verifier()
    visite.cliquer(str(proposition), role="link")
    visite.verifier()
    visite.cliquer("Publier", role="link")
    visite.verifier()
    visite.cliquer("Publier")
    assert "La valeur est publiée" in visite.texte()
    assert LigneBareme.objects.get(parametre="plafond_horaire").proposition == proposition

    visite.etre(monde.conseiller)
    visite.aller(reverse("subventions:comparer"))
    assert "92,50" in visite.texte()
    visite.verifier()
