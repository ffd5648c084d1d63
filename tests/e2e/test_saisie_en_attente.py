"""Network cut, session over, somebody else at the keyboard: nothing lost, nothing lent."""

import json
import re

from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect

from declarations.models import Volet
from declarations.services.saisie import enregistrer
from declarations.services.volets import signer_volet
from habilitations.permissions import Acteur
from tests.declarations.cct import SALAIRES, appeler_cct, coordination
from tests.declarations.remplir import jusqu_a, referentiels
from tests.e2e.conftest import Visite
from tests.e2e.regard import regarder
from tests.e2e.saisie import (
    a_saisir,
    attendre,
    champ,
    connecter,
    etat,
    garde,
    heures,
    ouvrir,
    ouvrir_longtemps,
    saisir,
)
from tests.monde import Monde, changer

RETENU = "Object.keys(localStorage).filter((n) => n.startsWith('portail-attente:')).length"


def retenues(page: Page) -> int:
    """How many values wait in this browser, whoever typed them."""
    return page.evaluate(RETENU)


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


def test_session_fermee_en_pleine_saisie(monde_vivant: Monde, visite: Visite) -> None:
    declaration, page = a_saisir(monde_vivant), visite.page
    chemin, autre = heures(declaration), heures(declaration, "heures_rencontres")
    alice = monde_vivant.voisins.activite
    visite.etre(alice)
    ouvrir(page, visite.base, declaration)
    Session.objects.all().delete()

    saisir(page, chemin, "12")
    saisir(page, autre, "13")
    expect(etat(page)).to_contain_text("Votre session est fermée. 2 données en attente d’envoi")
    visite.verifier()
    assert garde(declaration, chemin) is None
    # Meanwhile a colleague writes one of the two.
    collegue = Acteur(alice, timezone.now())
    enregistrer(declaration.pk, "activite", acteur=collegue, revision=0, brut={autre: "7"})

    with page.context.expect_page() as nouvel_onglet:
        etat(page).get_by_role("link").click()
    onglet = nouvel_onglet.value
    connecter(onglet, visite.base, alice)

    attendre(page, chemin, "Enregistré à")
    attendre(page, autre, "Deux valeurs ont été saisies en même temps")
    assert garde(declaration, chemin) == "12"
    assert garde(declaration, autre) == "7"


def test_rien_n_est_envoye_pour_une_autre_personne(monde_vivant: Monde, visite: Visite) -> None:
    """Two providers of one équipement share a computer: nothing of the first goes as the second."""
    declaration, page, base = a_saisir(monde_vivant), visite.page, visite.base
    gens, chemin = monde_vivant.voisins, heures(declaration)
    seconde = monde_vivant.passerelles.activite
    changer(seconde.habilitations.all(), gestionnaire=gens.gestionnaire)
    visite.etre(gens.activite)
    ouvrir(page, base, declaration)
    Session.objects.all().delete()
    saisir(page, chemin, "12")
    expect(etat(page)).to_contain_text("Votre session est fermée")

    onglet = page.context.new_page()
    connecter(onglet, base, seconde)
    expect(onglet.locator("#attente")).to_be_empty()
    # Told by the other tab that somebody logged in, the first page tries again: it is not theirs.
    expect(champ(page, chemin)).to_have_value("")
    ouvrir(onglet, base, declaration)
    expect(champ(onglet, chemin)).to_have_value("")
    assert garde(declaration, chemin) is None
    assert retenues(onglet) == 1

    onglet.context.clear_cookies()
    connecter(onglet, base, gens.activite)
    onglet.locator("#attente a").click()
    attendre(onglet, chemin, "Enregistré à")
    assert garde(declaration, chemin) == "12"
    auteurs = Volet.objects.get(version=declaration.version_courante, nature="activite").auteurs
    assert auteurs[chemin][1] == gens.activite.pk


def test_se_deconnecter_efface_apres_question(monde_vivant: Monde, visite: Visite) -> None:
    declaration, page = a_saisir(monde_vivant), visite.page
    visite.etre(monde_vivant.voisins.activite)
    ouvrir(page, visite.base, declaration)
    page.route("**/saisie/", lambda r: r.abort())
    saisir(page, heures(declaration), "12")
    expect(etat(page)).to_contain_text("en attente d’envoi")
    questions: list[str] = []
    page.on("dialog", lambda d: (questions.append(d.message), d.accept()))

    page.goto(f"{visite.base}/compte/deconnexion/")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"{visite.base}/")

    assert any("sera effacée de ce navigateur" in q for q in questions)
    assert retenues(page) == 0


def test_une_vieille_donnee_s_efface_d_elle_meme(monde_vivant: Monde, visite: Visite) -> None:
    visite.aller("/")
    visite.page.evaluate(
        "v => localStorage.setItem('portail-attente:1:1/activite:x', v)", json.dumps({"le": 1})
    )
    visite.page.reload()
    expect(visite.page.locator("h1")).to_be_visible()
    assert retenues(visite.page) == 0


def test_un_salaire_ne_survit_pas_a_son_onglet(monde_vivant: Monde, visite: Visite) -> None:
    monde, page = monde_vivant, visite.page
    referentiels(monde.caf)
    declaration = appeler_cct(coordination(monde, 1))
    ouvrir_longtemps(declaration)
    (ligne,) = declaration.version_courante.lignes
    chemin = f"postes.{ligne['cle']}.salaire_charge"
    visite.etre(monde.passerelles.finances)
    ouvrir(page, visite.base, declaration, "finances")
    page.route("**/saisie/", lambda r: r.abort())

    saisir(page, chemin, SALAIRES[0])
    saisir(page, "comptes.60", "10")

    expect(etat(page)).to_contain_text("2 données en attente d’envoi")
    durable = page.evaluate("JSON.stringify(localStorage)")
    onglet = page.evaluate("JSON.stringify(sessionStorage)")
    # With one or two postes an account tells a salary: the whole volet is reserved.
    for reserve in (chemin, SALAIRES[0], "comptes.60"):
        assert reserve in onglet
        assert reserve not in durable
    page.unroute("**/saisie/")
    page.on("dialog", lambda d: d.accept())
    page.reload()
    attendre(page, chemin, "Enregistré à")
    assert garde(declaration, chemin, "finances") == "41327.19"


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
