"""What was typed about something deleted in another tab is given back, on a telephone too."""

from playwright.sync_api import expect

from bilans.edition.services.cycle import archiver
from bilans.models import Questionnaire
from habilitations.models import Lieu
from tests.bilans.bilans import questionnaires
from tests.e2e.conftest import Visite
from tests.monde import Monde, acteur

MOT = "Anticonstitutionnellement" * 4
TELEPHONE = {"width": 375, "height": 700}


def test_un_lieu_supprime_pendant_qu_on_le_modifiait(monde_vivant: Monde, visite: Visite) -> None:
    page, equipement = visite.page, monde_vivant.er
    lieu = Lieu.objects.create(equipement=equipement, nom="Antenne d’Ugine")
    page.set_viewport_size(TELEPHONE)
    visite.etre(monde_vivant.responsable)
    visite.aller(f"/annuaire/lieux/{lieu.pk}/")
    page.get_by_label("Nom").fill(f"Maison des associations, {MOT}")
    lieu.delete()

    visite.cliquer("Enregistrer")

    expect(page.locator("h1")).to_have_text("Cette page est introuvable")
    expect(page.get_by_role("heading", name="Ce que vous aviez écrit")).to_be_visible()
    expect(page.locator(".ecrit")).to_have_text(f"Maison des associations, {MOT}")


def test_un_motif_qui_arrive_trop_tard(monde_vivant: Monde, visite: Visite) -> None:
    page, national = visite.page, monde_vivant.national
    questionnaires()
    pk = Questionnaire.objects.get(code="bilan_clas", caf=None).pk
    page.set_viewport_size(TELEPHONE)
    visite.etre(national)
    visite.aller(f"/bilans/questionnaires/{pk}/archivage/")
    page.get_by_label("Motif").fill(f"Il n’est plus d’actualité.\nVoyez la note : {MOT}")
    archiver(pk, motif="La Cnaf a changé d’avis.", acteur=acteur(national))

    visite.cliquer("Archiver")

    notice = page.get_by_role("status").filter(has_text="déjà archivé")
    expect(notice.locator(".ecrit")).to_have_text(
        f"Il n’est plus d’actualité.\nVoyez la note : {MOT}"
    )
