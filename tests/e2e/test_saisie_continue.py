"""Fields saved as one leaves them: one effect, said; refusals and conflicts beside the field."""

import re
from time import sleep

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Route, expect

from declarations.models import ValeurEcartee
from declarations.services.saisie import enregistrer
from habilitations.permissions import Acteur
from tests.declarations.clas import declaration_clas
from tests.declarations.remplir import referentiels
from tests.e2e.conftest import Visite
from tests.e2e.saisie import (
    a_saisir,
    attendre,
    bloc,
    champ,
    connecter,
    etat,
    garde,
    heures,
    ouvrir,
    ouvrir_longtemps,
    saisir,
)
from tests.monde import Monde


def test_quitter_un_champ_l_enregistre_et_met_le_panneau_a_jour(
    monde_vivant: Monde, visite: Visite
) -> None:
    declaration, page = a_saisir(monde_vivant), visite.page
    chemin = heures(declaration)
    visite.etre(monde_vivant.voisins.activite)
    ouvrir(page, visite.base, declaration)

    with page.expect_response("**/saisie/") as reponse:
        saisir(page, chemin, "1234.5")

    assert reponse.value.status == 200
    attendre(page, chemin, "Enregistré à")
    expect(etat(page)).to_contain_text("Enregistré à")
    expect(champ(page, chemin)).to_have_value(re.compile(r"^1\s234,5$"))
    expect(page.locator("#panneau")).to_contain_text(re.compile(r"1\s234,5"))
    assert garde(declaration, chemin) == "1234.50"
    visite.verifier()

    envois = []
    page.on("request", lambda r: envois.append(r) if r.url.endswith("/saisie/") else None)
    champ(page, chemin).focus()
    champ(page, chemin).press("Tab")
    page.reload()
    expect(champ(page, chemin)).to_have_value(re.compile(r"^1\s234,5$"))
    assert envois == []


def test_une_valeur_refusee_reste_a_l_ecran_avec_son_message(
    monde_vivant: Monde, visite: Visite
) -> None:
    declaration, page = a_saisir(monde_vivant), visite.page
    chemin, autre = heures(declaration), heures(declaration, "heures_rencontres")
    visite.etre(monde_vivant.voisins.activite)
    ouvrir(page, visite.base, declaration)

    saisir(page, chemin, "douze")
    attendre(page, chemin, "chiffres")
    saisir(page, autre, "10")

    attendre(page, autre, "Enregistré à")
    expect(etat(page)).to_contain_text("1 donnée à corriger")
    expect(champ(page, chemin)).to_have_value("douze")
    expect(champ(page, chemin)).to_have_attribute("aria-invalid", "true")
    visite.verifier()
    page.reload()
    expect(champ(page, chemin)).to_have_value("douze")
    attendre(page, chemin, "chiffres")
    saisir(page, chemin, "12")
    attendre(page, chemin, "Enregistré à")
    assert garde(declaration, chemin) == "12"


@pytest.mark.parametrize(("choix", "gardee"), [("mienne", "11"), ("autre", "30")])
def test_deux_fenetres_sur_le_meme_champ(
    monde_vivant: Monde, visite: Visite, browser: Browser, choix: str, gardee: str
) -> None:
    declaration, page, base = a_saisir(monde_vivant), visite.page, visite.base
    chemin, libre = heures(declaration), heures(declaration, "heures_rencontres")
    visite.etre(monde_vivant.voisins.activite)
    ouvrir(page, base, declaration)
    ailleurs = browser.new_context().new_page()
    connecter(ailleurs, base, monde_vivant.voisins.activite)
    ouvrir(ailleurs, base, declaration)

    saisir(page, chemin, "10")
    attendre(page, chemin, "Enregistré à")
    saisir(ailleurs, libre, "5")
    attendre(ailleurs, libre, "Enregistré à")
    attendre(ailleurs, chemin, "Modifié par vous, dans une autre fenêtre,")
    expect(champ(ailleurs, chemin)).to_have_value("10")

    champ(page, chemin).fill("11")
    saisir(ailleurs, chemin, "30")
    attendre(ailleurs, chemin, "Enregistré à")
    champ(page, chemin).press("Tab")
    attendre(page, chemin, "Deux valeurs ont été saisies en même temps")
    expect(etat(page)).to_contain_text("1 donnée à choisir")
    visite.verifier()
    page.locator("summary", has_text="Autres").click()
    page.get_by_role("button", name="Enregistrer", exact=True).last.click()
    assert page.url.endswith("/volets/activite/")

    page.locator(f'[data-choix="{choix}"]').click()
    attendre(page, chemin, "Enregistré à" if choix == "mienne" else "L’autre valeur est gardée")
    expect(champ(page, chemin)).to_have_value(gardee)
    assert garde(declaration, chemin) == gardee
    assert garde(declaration, libre) == "5"
    assert ValeurEcartee.objects.filter(valeur="11").exists() == (choix == "autre")
    ailleurs.context.close()


def test_un_champ_conditionnel_parait_et_disparait_sans_rien_perdre(
    monde_vivant: Monde, visite: Visite
) -> None:
    monde, page = monde_vivant, visite.page
    referentiels(monde.caf)
    declaration = declaration_clas(monde, 1)
    ouvrir_longtemps(declaration)
    oui, projet = "collectifs.c1.bonus_enfants", "projet_bonus_enfants"
    visite.etre(monde.passerelles.activite)
    ouvrir(page, visite.base, declaration)
    expect(bloc(page, projet)).to_be_hidden()

    page.locator(f'[name="{oui}"][value="oui"]').check()
    expect(bloc(page, projet)).to_be_visible()
    saisir(page, projet, "Ateliers de lecture")
    attendre(page, projet, "Enregistré à")
    visite.verifier()
    page.locator(f'[name="{oui}"][value="non"]').check()
    expect(bloc(page, projet)).to_be_hidden()
    attendre(page, oui, "Enregistré à")
    page.locator(f'[name="{oui}"][value="oui"]').check()

    expect(champ(page, projet)).to_have_value("Ateliers de lecture")
    assert garde(declaration, projet) == "Ateliers de lecture"


def test_lenteur_double_clic_et_retour_un_seul_effet(monde_vivant: Monde, visite: Visite) -> None:
    declaration, page = a_saisir(monde_vivant), visite.page
    chemin = heures(declaration)
    visite.etre(monde_vivant.voisins.activite)
    ouvrir(page, visite.base, declaration)

    def lentement(route: Route) -> None:
        sleep(1)
        route.continue_()

    page.route("**/volets/activite/**", lentement)
    champ(page, chemin).fill("12")
    page.get_by_role("button", name="Enregistrer et terminer ce volet").dblclick(no_wait_after=True)
    page.wait_for_url("**/signature/")
    volet = declaration.version_courante.volets.get(nature="activite")
    assert (volet.revision, volet.donnees) == (1, {chemin: "12"})

    enregistrer(
        declaration.pk,
        "activite",
        acteur=Acteur(monde_vivant.voisins.activite, timezone.now()),
        revision=1,
        brut={heures(declaration, "heures_rencontres"): "7"},
    )
    page.go_back()
    expect(champ(page, heures(declaration, "heures_rencontres"))).to_have_value("7")
    expect(champ(page, chemin)).to_have_value("12")
    saisir(page, chemin, "13")
    attendre(page, chemin, "Enregistré à")
    assert garde(declaration, chemin) == "13"


def test_rien_ne_bouge_sous_le_bouton_que_l_on_presse(monde_vivant: Monde, visite: Visite) -> None:
    """The answer that comes between pressing and releasing would move the button away."""
    declaration, page = a_saisir(monde_vivant), visite.page
    chemin = heures(declaration)
    page.clock.install()
    visite.etre(monde_vivant.voisins.activite)
    ouvrir(page, visite.base, declaration)
    page.clock.pause_at(page.evaluate("Date.now() / 1000") + 5)
    champ(page, chemin).fill("douze")
    bouton = page.get_by_role("button", name="Enregistrer et terminer ce volet")
    bouton.hover()

    with page.expect_response("**/saisie/") as reponse:
        page.mouse.down()
    reponse.value.finished()
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    avant = bouton.bounding_box()
    expect(bloc(page, chemin)).not_to_contain_text("chiffres")
    assert bouton.bounding_box() == avant

    page.mouse.up()
    page.clock.run_for(100)
    attendre(page, chemin, "chiffres")
    assert garde(declaration, chemin) is None


def test_un_lien_suivi_aussitot_ne_perd_pas_le_champ(monde_vivant: Monde, visite: Visite) -> None:
    declaration, page = a_saisir(monde_vivant), visite.page
    questions: list[str] = []
    page.on("dialog", lambda d: (questions.append(d.type), d.accept()))
    visite.etre(monde_vivant.voisins.activite)
    ouvrir(page, visite.base, declaration)

    champ(page, heures(declaration)).fill("12")
    page.get_by_role("link", name="Mes déclarations").first.click()

    page.wait_for_url("**/declarations/")
    assert garde(declaration, heures(declaration)) == "12"
    assert questions == []
    expect(page.locator("#attente")).to_be_empty()


def test_confirmer_une_donnee_reprise_se_garde_aussitot(
    monde_vivant: Monde, visite: Visite
) -> None:
    declaration, page = a_saisir(monde_vivant), visite.page
    chemin = heures(declaration)
    volet = declaration.version_courante.volets.get(nature="activite")
    volet.donnees, volet.a_confirmer = {chemin: "12"}, {chemin: "Réelle 2025"}
    volet.save()
    visite.etre(monde_vivant.voisins.activite)
    ouvrir(page, visite.base, declaration)

    # Not « check »: it looks at the box again, which the answer takes away at once.
    page.get_by_label("Je confirme cette donnée").click()

    attendre(page, chemin, "Confirmé")
    expect(bloc(page, chemin).get_by_text("Confirmé", exact=True)).to_be_focused()
    visite.verifier()
    volet.refresh_from_db()
    assert (volet.a_confirmer, volet.donnees) == ({}, {chemin: "12"})
