"""Session over, somebody else at the keyboard: what waits goes in nobody else's name."""

from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from declarations.models import Volet
from declarations.services.saisie import enregistrer
from habilitations.permissions import Acteur
from tests.declarations.cct import SALAIRES, appeler_cct, coordination
from tests.declarations.remplir import referentiels
from tests.e2e.conftest import Visite
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
    retenues,
    saisir,
)
from tests.monde import Monde, changer


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
