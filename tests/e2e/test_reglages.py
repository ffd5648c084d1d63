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

# Whether the longest word of a heading stands on one line.
LARGEUR_DU_MOT = """(th, mot) => {
  const noeuds = document.createTreeWalker(th, NodeFilter.SHOW_TEXT);
  for (let n = noeuds.nextNode(); n; n = noeuds.nextNode()) {
    const place = n.data.indexOf(mot);
    if (place < 0) continue;
    const plage = document.createRange();
    plage.setStart(n, place); plage.setEnd(n, place + mot.length);
    return new Set([...plage.getClientRects()].map((r) => Math.round(r.top))).size === 1;
  }
  return true;
}"""
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
    # A total is said once, not at the foot of each sheet that its table crosses.
    pieds = page.locator(".tableau tfoot")
    assert pieds.count()
    for pied in pieds.all():
        assert pied.evaluate("(p) => getComputedStyle(p).display") == "table-row-group"
    # A heading keeps its words whole, whatever the figures beside it.
    for intitule in page.locator(".tableau tbody th[scope=row]").all():
        mots = intitule.inner_text().split()
        if mots:
            assert intitule.evaluate(LARGEUR_DU_MOT, max(mots, key=len)) is True


def test_ce_qui_se_decide_se_lit_sans_defiler(monde_vivant: Monde, visite: Visite) -> None:
    monde, page = monde_vivant, visite.page
    jusqu_a(monde.declaration("reelle", 2024), monde, "validee")
    declaration = jusqu_a(monde.declaration("reelle", 2025), monde, "en_instruction")
    visite.etre(monde.conseiller)
    page.set_viewport_size({"width": 1280, "height": 900})
    visite.aller(f"/declarations/{declaration.pk}/validation/")
    cadre = page.locator("form .table-cadre").first
    assert cadre.evaluate("(c) => c.scrollWidth <= c.clientWidth") is True
