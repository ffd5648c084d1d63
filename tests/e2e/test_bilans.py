"""A bilan answered by one and sent by the other, with a script and without; scores in a table."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from bilans.models import Bilan, CampagneBilan, FeuilleBilan
from tests.bilans.bilans import bilan_cct
from tests.bilans.pieges import bilan_piege
from tests.e2e.conftest import Visite
from tests.e2e.test_sans_javascript import cliquer, entrer, nue
from tests.monde import Monde

__all__ = ["nue"]
# Whatever the answers that have come put off is done; the timers of the page stand still.
TOUR = """() => new Promise((suite) => {
  const canal = new MessageChannel();
  canal.port1.onmessage = suite;
  canal.port2.postMessage(null);
})"""


def ouvert(bilan: Bilan) -> Bilan:
    """In a window open around today: the browser has the real clock."""
    jour = timezone.localdate()
    CampagneBilan.objects.update(
        ouvre_le=jour - timedelta(days=10),
        echeance_le=jour + timedelta(days=20),
        ferme_le=jour + timedelta(days=20),
    )
    return bilan


def section(bilan: Bilan, code: str) -> str:
    return reverse("bilans:section", args=[bilan.pk, code])


def donnees(bilan: Bilan) -> dict[str, object]:
    return FeuilleBilan.objects.get(bilan=bilan).donnees


def test_rempli_par_l_une_transmis_par_l_autre(visite: Visite, monde_vivant: Monde) -> None:
    bilan, gens, page = ouvert(bilan_piege(monde_vivant)), monde_vivant.passerelles, visite.page
    visite.commencer(gens.activite)
    visite.cliquer("Remplir", "link", exact=False)

    # An answer brings a question, with what is typed elsewhere left alone.
    page.locator('[name="n"][type="text"]').fill("2")
    page.locator('[name="bonus"][value="oui"]').check()
    motif = page.locator('[name="motif_bonus"]')
    expect(motif).to_be_visible()
    expect(page.locator('[name="n"][type="text"]')).to_have_value("2")
    motif.fill("Pour les parents")
    motif.blur()
    expect(page.locator('[name="suite"][type="text"]')).to_be_visible()
    visite.verifier()

    # Taken away then brought back, it comes with what was typed in it.
    page.locator('[name="bonus"][value="non"]').check()
    expect(motif).to_be_hidden()
    page.locator('[name="bonus"][value="oui"]').check()
    expect(motif).to_be_visible()
    expect(motif).to_have_value("Pour les parents")

    # What stands alone unticks the rest; the two kept together are said.
    page.locator('[name="publics"][value="enfants"]').check()
    page.locator('[name="publics"][value="aucun"]').check()
    expect(page.locator('[name="publics"][value="enfants"]')).not_to_be_checked()
    page.locator('[name="n"][value="ne_sait_pas"]').check()
    expect(page.locator('[name="n"][type="text"]')).to_have_value("")
    page.locator('[name="n"][type="text"]').fill("2")
    visite.cliquer("Enregistrer et continuer")

    # Rows that a number asked for, each with its own condition.
    page.locator('[name="groupes.2.niveau"][value="lycee"]').check()
    expect(page.locator('[name="groupes.2.filiere"]')).to_be_visible()
    assert page.locator('[name="groupes.1.filiere"]').count() == 0
    page.locator('[name="groupes.2.filiere"]').fill("Générale")
    visite.cliquer("Enregistrer et continuer")

    page.get_by_label("Ajouter : lieu", exact=False).fill("Gymnase")
    visite.cliquer("Ajouter : lieu")
    page.get_by_label("Adresse").fill("1, place du Marché")
    visite.cliquer("Enregistrer et continuer")
    assert Bilan.objects.get(pk=bilan.pk).etat == "en_cours"

    visite.commencer(gens.approbateur)
    visite.cliquer("Relire et transmettre", "link", exact=False)
    assert "1, place du Marché" in visite.texte()
    visite.cliquer("Transmettre à la Caf")
    assert "Le bilan est transmis à la Caf" in visite.texte()
    reponses = Bilan.objects.get(pk=bilan.pk).dernier_envoi.reponses
    assert reponses["groupes.2.filiere"] == "Générale"
    assert reponses["publics"] == ["aucun"]


def test_le_plan_attend_que_le_bouton_soit_relache(visite: Visite, monde_vivant: Monde) -> None:
    """What an answer takes away above the button would move it away from under the finger."""
    bilan, page = ouvert(bilan_piege(monde_vivant)), visite.page
    page.clock.install()
    visite.etre(monde_vivant.passerelles.activite)
    visite.aller(section(bilan, "projet"))
    motif = page.locator('[name="motif_bonus"]')
    page.locator('[name="bonus"][value="oui"]').check()
    expect(motif).to_be_visible()

    plans: list[Route] = []
    page.route("**/sections/projet/", lambda route: plans.append(route))
    page.locator('[name="bonus"][value="non"]').check()
    bouton = page.get_by_role("button", name="Enregistrer et continuer")
    bouton.hover()
    while not plans:
        page.wait_for_timeout(20)
    page.clock.pause_at(page.evaluate("Date.now() / 1000") + 5)
    page.mouse.down()
    avant = bouton.bounding_box()
    with page.expect_response("**/sections/projet/") as reponse:
        plans.pop().continue_()
    reponse.value.finished()
    page.evaluate(TOUR)
    expect(motif).to_be_visible()
    assert bouton.bounding_box() == avant

    page.unroute("**/sections/projet/")
    page.clock.resume()
    with page.expect_navigation():
        page.mouse.up()
    assert donnees(bilan)["bonus"] == "non"


def test_ce_qui_se_tait_attend_que_le_bouton_soit_relache(
    visite: Visite, monde_vivant: Monde
) -> None:
    """Typed back to what is saved, a field says no more « Enregistré »: not under the press."""
    bilan, page = ouvert(bilan_piege(monde_vivant)), visite.page
    visite.etre(monde_vivant.passerelles.activite)
    visite.aller(section(bilan, "projet"))
    nombre = page.locator('[name="n"][type="text"]')
    nombre.fill("2")
    nombre.blur()
    dit = page.locator('[data-champ="n"] .champ-etat')
    expect(dit).to_contain_text("Enregistré")
    retenues: list[Route] = []
    page.route("**/saisie/", lambda r: r.continue_() if retenues else retenues.append(r))
    page.locator('[name="publics"][value="enfants"]').check()
    page.locator('[name="n"][value="ne_sait_pas"]').check()
    nombre.fill("2")
    bouton = page.get_by_role("button", name="Enregistrer et continuer")
    bouton.hover()
    avant = bouton.bounding_box()
    page.mouse.down()
    assert bouton.bounding_box() == avant
    expect(dit).to_contain_text("Enregistré")
    with page.expect_navigation():
        page.mouse.up()
        expect(dit).to_be_empty()
        retenues[0].continue_()
    assert donnees(bilan)["n"] == "2"


def test_sans_script_la_page_redessine(monde_vivant: Monde, nue: Page) -> None:
    bilan, gens = ouvert(bilan_piege(monde_vivant)), monde_vivant.passerelles
    entrer(nue, gens.activite)
    nue.goto(section(bilan, "projet"))
    nue.check('[name="bonus"][value="oui"]')
    nue.get_by_role("button", name="Enregistrer", exact=True).last.click()
    nue.fill('[name="motif_bonus"]', "Pour les parents")
    cliquer(nue, "Enregistrer et continuer")
    nue.fill('[name="nom:lieux"]', "Gymnase")
    cliquer(nue, "Ajouter : lieu")
    nue.get_by_label("Adresse").fill("Ici")
    cliquer(nue, "Enregistrer et continuer")

    entrer(nue, gens.approbateur)
    nue.goto(reverse("bilans:transmission", args=[bilan.pk]))
    cliquer(nue, "Transmettre à la Caf")
    assert "transmis" in nue.inner_text("main")
    assert "Ici" in Bilan.objects.get(pk=bilan.pk).arretees.values()


def test_les_notes_se_donnent_au_clavier(visite: Visite, monde_vivant: Monde) -> None:
    bilan, page = ouvert(bilan_cct(monde_vivant, "autoevaluation_cct")), visite.page
    visite.etre(monde_vivant.passerelles.activite)
    visite.aller(section(bilan, "mission_1"))
    premiere = page.locator('[name="m1_objectifs_politiques.famille"]')
    premiere.first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(premiere.nth(3)).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("#etat-saisie")).to_contain_text("Enregistré")
    expect(page.locator("#panneau")).to_contain_text("66,7")
    assert donnees(bilan)["m1_objectifs_politiques.famille"] == "2"
    assert donnees(bilan)["m1_objectifs_politiques.education"] == "NC"
    page.set_viewport_size({"width": 375, "height": 800})
    visite.verifier()
    visite.aller(reverse("bilans:bilan", args=[bilan.pk]))


def test_ce_qui_n_est_pas_acquitte_attend_dans_le_navigateur(
    visite: Visite, monde_vivant: Monde
) -> None:
    bilan, page = ouvert(bilan_piege(monde_vivant)), visite.page
    visite.etre(monde_vivant.passerelles.activite)
    visite.aller(section(bilan, "projet"))
    page.context.set_offline(True)
    page.locator('[name="n"][type="text"]').fill("7")
    page.locator('[name="n"][type="text"]').blur()
    expect(page.locator("#etat-saisie")).to_contain_text("en attente d’envoi")
    page.context.set_offline(False)
    expect(page.locator("#etat-saisie")).to_contain_text("Enregistré")
    assert donnees(bilan)["n"] == "7"
