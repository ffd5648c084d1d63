"""Network cut, page closed, volet signed elsewhere: nothing typed is lost."""

import json
import re

from django.utils import timezone
from playwright.sync_api import expect

from declarations.services.volets import signer_volet
from habilitations.permissions import Acteur
from tests.declarations.remplir import jusqu_a
from tests.e2e.conftest import Visite
from tests.e2e.regard import regarder
from tests.e2e.saisie import (
    a_saisir,
    attendre,
    champ,
    etat,
    garde,
    heures,
    ouvrir,
    retenues,
    saisir,
)
from tests.monde import Monde


def test_reseau_coupe_puis_revenu(monde_vivant: Monde, visite: Visite) -> None:
    declaration, page = a_saisir(monde_vivant), visite.page
    chemins = [
        heures(declaration, f"heures_{c}") for c in ("rencontres", "entretiens", "organisation")
    ]
    visite.etre(monde_vivant.voisins.activite)
    ouvrir(page, visite.base, declaration)
    page.context.set_offline(True)

    for rang, chemin in enumerate(chemins):
        saisir(page, chemin, str(10 + rang))

    expect(etat(page)).to_contain_text("3 données en attente d’envoi")
    attendre(page, chemins[0], "En attente d’envoi")
    visite.verifier()
    assert retenues(page) == 3
    assert garde(declaration, chemins[0]) is None
    saisir(page, chemins[0], "99")

    page.context.set_offline(False)
    expect(etat(page)).to_contain_text("Enregistré à", timeout=15_000)
    assert [garde(declaration, c) for c in chemins] == ["99", "11", "12"]
    assert retenues(page) == 0


def test_reseau_coupe_le_bouton_ne_perd_rien(monde_vivant: Monde, visite: Visite) -> None:
    declaration, page = a_saisir(monde_vivant), visite.page
    chemin = heures(declaration)
    visite.etre(monde_vivant.voisins.activite)
    ouvrir(page, visite.base, declaration)
    page.context.set_offline(True)

    champ(page, chemin).fill("12")
    page.get_by_role("button", name="Enregistrer et terminer ce volet").click()

    expect(etat(page)).to_be_focused()
    expect(champ(page, chemin)).to_have_value("12")
    questions = []
    page.once("dialog", lambda d: (questions.append(d.type), d.accept()))
    page.context.set_offline(False)
    page.get_by_role("button", name="Enregistrer et terminer ce volet").click()
    page.wait_for_url("**/signature/")
    assert garde(declaration, chemin) == "12"
    assert questions == []


def test_la_page_fermee_hors_ligne_renvoie_a_la_reouverture(
    monde_vivant: Monde, visite: Visite
) -> None:
    declaration, page = a_saisir(monde_vivant), visite.page
    chemin = heures(declaration)
    visite.etre(monde_vivant.voisins.activite)
    ouvrir(page, visite.base, declaration)
    page.context.set_offline(True)
    saisir(page, chemin, "12")
    expect(etat(page)).to_contain_text("1 donnée en attente d’envoi")

    questions = []
    page.once("dialog", lambda d: (questions.append(d.type), d.dismiss()))
    page.close(run_before_unload=True)
    page.wait_for_timeout(500)
    assert questions == ["beforeunload"]
    autre = page.context.new_page()
    page.close()
    autre.context.set_offline(False)
    autre.goto(f"{visite.base}/a-faire/")
    expect(autre.locator("#attente")).to_contain_text("1 donnée en attente d’envoi")
    assert not regarder(autre)
    autre.locator("#attente a").click()
    expect(champ(autre, chemin)).to_have_value("12")
    # By this page, or by the last breath of the one that closed: nothing waits once it is saved.
    for _ in range(200):
        if retenues(autre) == 0:
            break
        autre.wait_for_timeout(50)
    assert garde(declaration, chemin) == "12"
    autre.goto(f"{visite.base}/a-faire/")
    expect(autre.locator("#attente")).to_be_empty()


def test_une_vieille_donnee_s_efface_d_elle_meme(monde_vivant: Monde, visite: Visite) -> None:
    visite.aller("/")
    visite.page.evaluate(
        "v => localStorage.setItem('portail-attente:1:1/activite:x', v)", json.dumps({"le": 1})
    )
    visite.page.reload()
    expect(visite.page.locator("h1")).to_be_visible()
    assert retenues(visite.page) == 0


def test_volet_signe_ailleurs_le_texte_reste(monde_vivant: Monde, visite: Visite) -> None:
    monde, page = monde_vivant, visite.page
    declaration = jusqu_a(a_saisir(monde), monde, "en_saisie", maintenant=timezone.now())
    chemin = heures(declaration)
    visite.etre(monde.voisins.activite)
    ouvrir(page, visite.base, declaration)
    signer_volet(declaration.pk, "activite", acteur=Acteur(monde.voisins.activite, timezone.now()))

    saisir(page, chemin, "4321")

    expect(etat(page)).to_contain_text("déjà signé")
    expect(champ(page, chemin)).to_have_value("4321")
    attendre(page, chemin, "Non enregistré")
    visite.verifier()
    page.on("dialog", lambda d: d.accept())
    page.reload()
    expect(page.locator("#attente")).to_contain_text(re.compile("1 donnée en attente"))
    page.locator("#attente summary").click()
    expect(page.locator("#attente")).to_contain_text("4321")
    page.get_by_role("button", name="L’effacer de ce navigateur").click()
    expect(page.locator("#attente")).to_be_empty()
