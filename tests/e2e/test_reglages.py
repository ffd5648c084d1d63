"""Decisions that count for everybody, and paper: a threshold read again, a page unfolded."""

from django.contrib.auth.models import Group
from playwright.sync_api import expect

from declarations.models import SeuilControle
from habilitations.models import Utilisateur
from portal.accueil.groupes import ADMINISTRATION_NATIONALE
from portal.accueil.referentiels import charger_referentiels
from tests.declarations.remplir import jusqu_a
from tests.e2e.conftest import Visite
from tests.monde import Monde

FERMES = "[...document.querySelectorAll('main details')].filter((d) => !d.open).length"


def test_un_seuil_se_relit_avant_de_changer(monde_vivant: Monde, visite: Visite) -> None:
    charger_referentiels()
    personne = Utilisateur.objects.create_user("n@exemple.test", is_staff=True)
    personne.groups.add(Group.objects.get(name=ADMINISTRATION_NATIONALE))
    seuil = SeuilControle.objects.get(code="C06.ecart")
    page = visite.page
    visite.etre(personne)
    page.goto(f"{visite.base}/admin/declarations/seuilcontrole/{seuil.pk}/change/")
    page.get_by_label("Valeur").fill("15")
    with page.expect_navigation():
        page.locator("[name=_save]").click()
    expect(page.locator("body")).to_contain_text("Ce qui sera enregistré")
    visite.verifier("#content")
    seuil.refresh_from_db()
    assert seuil.valeur == 10
    with page.expect_navigation():
        page.get_by_role("button", name="Confirmer").click()
    seuil.refresh_from_db()
    assert seuil.valeur == 15


def test_sur_le_papier_tout_est_deplie_puis_replie(monde_vivant: Monde, visite: Visite) -> None:
    monde, page = monde_vivant, visite.page
    declaration = jusqu_a(monde.declaration("reelle", 2025), monde, "transmise")
    visite.etre(monde.conseiller)
    visite.aller(f"/declarations/{declaration.pk}/versions/1/")
    fermes = page.evaluate(FERMES)
    assert fermes > 0
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(FERMES) == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(FERMES) == fermes
    # The browser itself shows them, without a script.
    page.emulate_media(media="print")
    replie = page.locator("main details:not([open])").first
    expect(replie.locator(":scope > :not(summary)").first).to_be_visible()
