"""The main menu, person by person: what it offers opens, and it says where one is."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import get_resolver, resolve, reverse
from pytest_django import DjangoAssertNumQueries

from portal.accueil.contexte import navigation
from portal.accueil.entrees import COMPTE, GROUPES
from portal.accueil.menu import Menu, menu
from tests.acces import noms as noms_des_vues
from tests.accueil.menus import ATTENDUS, GENS, Lu
from tests.declarations.listes import page
from tests.monde import Monde, acteur

pytestmark = pytest.mark.usefixtures("fige")


# Read at the partner as at the Caf, each from a list of its own.
DES_DEUX_COTES = {"paiements:echeancier", "paiements:indu"}


def lu(places: list[Menu]) -> Lu:
    return [
        (place.libelle, [lien.libelle for lien in place.liens])
        if place.libelle
        else place.liens[0].libelle
        for place in places
    ]


def marques(places: list[Menu]) -> list[tuple[str, str, str]]:
    """What is marked: name of the group, name of the link, value of aria-current."""
    liens = [(place.libelle, lien) for place in places for lien in place.liens]
    return [(groupe, lien.libelle, lien.courant) for groupe, lien in liens if lien.courant]


@pytest.mark.parametrize("qui", ATTENDUS)
def test_le_menu_suit_la_personne(monde: Monde, qui: str) -> None:
    assert lu(menu(acteur(GENS[qui](monde)), "accueil:a_faire")) == ATTENDUS[qui]


@pytest.mark.parametrize("qui", GENS)
def test_tout_ce_qui_est_offert_s_ouvre(monde: Monde, client: Client, qui: str) -> None:
    personne = GENS[qui](monde)
    client.force_login(personne, "allauth.account.auth_backends.AuthenticationBackend")
    for place in menu(acteur(personne), "accueil:a_faire"):
        for lien in place.liens:
            vue = resolve(lien.adresse).view_name
            reponse = client.get(lien.adresse)
            assert reponse.status_code == 200, lien
            if vue == "admin:index":
                continue  # Django's own pages, without the portal's menu
            marque = menu(acteur(personne), vue)
            assert marques(marque) == [(place.libelle, lien.libelle, "page")]


def test_chaque_page_nommee_existe_et_n_a_qu_une_entree() -> None:
    existantes = {*noms_des_vues(get_resolver()), "admin:index"}
    entrees = [entree for groupe in GROUPES for entree in groupe.entrees] + list(COMPTE)
    nommees = [nom for entree in entrees for nom in (entree.vue, *entree.pages)]
    assert set(nommees) <= existantes
    doubles = {nom for nom in nommees if sum(nom in {e.vue, *e.pages} for e in entrees) > 1}
    assert doubles == DES_DEUX_COTES


@pytest.mark.parametrize(
    ("qui", "vue", "attendu"),
    [
        ("partenaire", "declarations:volet", [("Déclarations", "Mes déclarations", "true")]),
        ("conseiller", "droits:decider", [("Subventions", "Droits à suivre", "true")]),
        ("conseiller", "paiements:echeancier", [("Subventions", "Droits à suivre", "true")]),
        ("conseiller", "paiements:indu", [("Subventions", "Indus", "true")]),
        ("conseiller", "paiements:ordonner_lot", [("Subventions", "Lots de paiements", "true")]),
        ("partenaire", "paiements:echeancier", [("Subventions", "Mes subventions", "true")]),
        ("partenaire", "paiements:indu", [("Subventions", "Mes subventions", "true")]),
        ("conseiller", "declarations:dossier", [("Déclarations", "Déclarations à suivre", "true")]),
        ("conseiller", "declarations:elan_saisie", [("Déclarations", "Reprises d’ELAN", "true")]),
        ("conseiller", "declarations:transfert", [("", "Équipements", "true")]),
        ("conseiller", "relances:courriel", [("Déclarations", "Relances", "true")]),
        ("conseiller", "bilans:lecture", [("Bilans", "Bilans à suivre", "true")]),
        ("conseiller", "repondants:suivi", [("Bilans", "Réponses par lien", "true")]),
        ("national", "bilans:version", [("Bilans", "Questionnaires", "true")]),
        ("national", "bilans:dictionnaire", [("Bilans", "Analyse des bilans", "true")]),
        ("responsable", "habilitations:acte", [("Partenaires", "Personnes et droits", "true")]),
        (
            *("responsable", "habilitations:accorder"),
            [("Partenaires", "Droits par partenaire", "true")],
        ),
        ("des deux côtés", "declarations:dossier", [("Déclarations", "Mes déclarations", "true")]),
        # Of one's account, of the foot of the page, or not for this person: nothing is marked.
        ("responsable", "habilitations:mes_droits", []),
        ("conseiller", "accueil:accessibilite", []),
        ("partenaire", "habilitations:equipement", []),
        ("conseiller", "", []),
    ],
)
def test_une_page_est_rattachee_a_son_entree(
    monde: Monde, qui: str, vue: str, attendu: list[tuple[str, str, str]]
) -> None:
    assert marques(menu(acteur(GENS[qui](monde)), vue)) == attendu


def test_le_groupe_de_la_page_est_marque(monde: Monde, client: Client) -> None:
    contenu = page(client, monde.conseiller, reverse("declarations:calendrier"))
    ligne = contenu.split('aria-label="Menu principal"')[1].split("</nav>")[0]
    assert '<summary aria-current="true">Déclarations</summary>' in ligne
    assert 'aria-current="page">Calendrier' in ligne
    assert ligne.count("aria-current") == 2


def test_le_compte_dit_aussi_ou_l_on_est(monde: Monde, client: Client) -> None:
    contenu = page(client, monde.responsable, reverse("habilitations:mes_droits"))
    bandeau = contenu.split("</header>")[0]
    assert 'aria-current="page">Mes droits' in bandeau
    assert bandeau.count("aria-current") == 1


def test_le_plan_du_site_redit_le_menu_et_le_compte(monde: Monde, client: Client) -> None:
    contenu = page(client, monde.conseiller, reverse("accueil:plan_du_site"))
    plan = contenu.split("<main")[1].split("</main>")[0]
    for place in menu(acteur(monde.conseiller), "accueil:plan_du_site"):
        assert place.libelle in plan
        for lien in place.liens:
            assert f'<a href="{lien.adresse}" >{lien.libelle}</a>' in plan
    for entree in COMPTE:
        assert f'href="{reverse(entree.vue)}"' in plan


def test_une_page_sans_personne_n_a_pas_de_menu(rf: RequestFactory) -> None:
    requete = rf.get("/nulle-part/")
    assert navigation(requete)["menu_principal"]() == []
    requete.user = AnonymousUser()
    assert navigation(requete)["liens_compte"]() == []


def test_un_morceau_de_page_ne_cherche_pas_le_menu(
    monde: Monde, rf: RequestFactory, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """The panel that follows each save, a list filtered: no menu is drawn there."""
    requete = rf.get("/")
    requete.user = monde.passerelles.activite
    requete.acteur, requete.resolver_match = acteur(monde.passerelles.activite), resolve("/")
    with django_assert_num_queries(0):
        morceau = render_to_string("composants/progression.html", {"total": 2}, requete)
    assert "<progress" in morceau
    assert lu(navigation(requete)["menu_principal"]()) == ATTENDUS["partenaire"]


def test_le_menu_ne_lit_que_la_personne(
    monde: Monde, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    lue = acteur(monde.conseiller)
    with django_assert_max_num_queries(2):
        menu(lue, "accueil:a_faire")
    with django_assert_max_num_queries(0):
        menu(lue, "bilans:file")
