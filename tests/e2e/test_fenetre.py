"""Moving the dates of a window from the calendar, and reading it on the other side: by axe."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from portal.socle.formats import date_fr, jour_fr
from tests.e2e.conftest import Visite, appeler_aujourd_hui
from tests.monde import Monde

MOTIF = "Le portail a été indisponible deux jours."


def test_deplacer_une_fenetre_et_le_lire_chez_le_partenaire(
    monde_vivant: Monde, visite: Visite
) -> None:
    jour = timezone.localdate()
    campagne = appeler_aujourd_hui(monde_vivant, "previsionnelle", jour.year).campagne
    echeance, fin = jour + timedelta(days=20), jour + timedelta(days=40)
    page = visite.page
    visite.etre(monde_vivant.conseiller)
    visite.aller("/declarations/calendrier/")
    with page.expect_navigation():
        page.locator(f"a[href='/declarations/calendrier/{campagne.pk}/dates/']").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Changer les dates")
    visite.verifier()

    page.get_by_label("Fin de la saisie").fill((campagne.ouvre_le - timedelta(days=1)).isoformat())
    page.get_by_label("Motif").fill("ok")
    with page.expect_navigation():
        page.get_by_role("button", name="Changer les dates").click()
    expect(page.get_by_role("alert")).to_be_visible()
    visite.verifier()

    page.get_by_label("Échéance annoncée").fill(echeance.isoformat())
    page.get_by_label("Fin de la saisie").fill(fin.isoformat())
    page.get_by_label("Motif").fill(MOTIF)
    with page.expect_navigation():
        page.get_by_role("button", name="Changer les dates").click()
    expect(page.get_by_text("Les dates sont changées.")).to_be_visible()
    expect(page.locator("main")).to_contain_text(date_fr(echeance))

    visite.etre(monde_vivant.passerelles.activite)
    visite.aller("/avis/")
    avis = page.locator("main")
    expect(avis).to_contain_text("Les dates d’une saisie ont changé")
    expect(avis).to_contain_text(f"échéance annoncée le {jour_fr(echeance)}")
    expect(avis).not_to_contain_text("indisponible")
    visite.verifier()
