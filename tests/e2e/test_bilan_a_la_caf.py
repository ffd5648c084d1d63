"""A bilan at the Caf: read, an answer edited, validated; its partner reads what was changed."""

from django.urls import reverse
from django.utils import timezone

from bilans.models import Bilan
from tests.bilans.bilans import bilan_clas
from tests.bilans.remplir import transmettre
from tests.e2e.conftest import Visite
from tests.monde import Monde

MOTIF = "Le nom de la structure est celui de ses statuts."


def test_modifier_valider_et_le_partenaire_le_lit(monde_vivant: Monde, visite: Visite) -> None:
    monde = monde_vivant
    bilan = transmettre(bilan_clas(monde), monde)

    visite.etre(monde.conseiller)
    visite.aller(reverse("bilans:file"))
    visite.page.get_by_role("link", name=str(bilan.sujet)).first.click()
    visite.page.get_by_role("link", name="Modifier : Nom de la structure").click()
    visite.verifier()
    visite.page.get_by_role("textbox", name="Nom de la structure").fill("Les Petits Pas")
    visite.cliquer("Modifier la réponse")
    assert "Indiquez le motif." in visite.texte()
    visite.page.get_by_label("Pourquoi modifiez-vous").fill(MOTIF)
    visite.cliquer("Modifier la réponse")
    assert "La réponse est modifiée ; le partenaire en est prévenu." in visite.texte()
    visite.cliquer("Valider le bilan", "link")
    visite.cliquer("Valider")
    assert "Le bilan est validé." in visite.texte()
    assert Bilan.objects.get(pk=bilan.pk).valide_le.date() == timezone.now().date()
    visite.sortir()

    visite.page.set_viewport_size({"width": 375, "height": 800})
    visite.etre(monde.passerelles.activite)
    visite.aller(reverse("bilans:lecture", args=[bilan.pk]))
    lu = visite.texte()
    assert "Ce que la Caf a modifié dans vos réponses (1)" in lu
    for dit in ("Les Petits Pas", "Une réponse", MOTIF, str(monde.conseiller)):
        assert dit in lu
    assert "Écrire une note" not in lu
    visite.cliquer("Historique : Nom de la structure", "link", exact=False)
    assert "Les Petits Pas Une réponse" in visite.texte()
    assert MOTIF in visite.texte()
    assert visite.page.evaluate("document.documentElement.scrollWidth") == 375
