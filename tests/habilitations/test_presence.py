"""What a browser is told to keep, to forget, and for whom it was drawn."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from habilitations.models import Utilisateur
from habilitations.presence import COOKIE, RENDU_PAR_PRECEDENT, marque
from portal.socle.telechargements import JAMAIS_GARDE
from tests.monde import MOT_DE_PASSE, Monde, personne

pytestmark = pytest.mark.django_db
A_FAIRE, SORTIE = "/a-faire/", "/compte/deconnexion/"


@pytest.fixture
def alice() -> Utilisateur:
    return personne("alice")


@pytest.fixture
def bruno() -> Utilisateur:
    return personne("bruno")


def entrer(client: Client, qui: Utilisateur) -> HttpResponse:
    reponse = client.post(reverse("account_login"), {"login": qui.email, "password": MOT_DE_PASSE})
    assert reponse.status_code == 302
    return reponse


def dessinee_pour(reponse: HttpResponse) -> list[str]:
    return re.findall(r'<meta name="portail-presence" content="(\w+)">', reponse.content.decode())


def test_la_marque_distingue_sans_rien_dire(alice: Utilisateur, bruno: Utilisateur) -> None:
    assert marque(alice) == marque(Utilisateur.objects.get(pk=alice.pk))
    assert marque(alice) != marque(bruno)
    assert re.fullmatch(r"[0-9a-f]{32}", marque(alice))


def test_entrer_pose_la_marque_que_les_pages_portent(client: Client, alice: Utilisateur) -> None:
    reponse = entrer(client, alice)

    temoin = reponse.cookies[COOKIE]
    assert temoin.value == marque(alice)
    assert (temoin["httponly"], temoin["samesite"], temoin["max-age"]) == ("", "Lax", "")
    assert "Clear-Site-Data" not in reponse
    page = client.get(A_FAIRE)
    assert dessinee_pour(page) == [marque(alice)]
    assert COOKIE not in page.cookies


def test_une_page_publique_n_est_dessinee_pour_personne(client: Client) -> None:
    page = client.get("/aide/")
    assert dessinee_pour(page) == []
    assert COOKIE not in page.cookies
    assert not page.has_header("Cache-Control")


def test_la_meme_page_lue_par_quelqu_un_est_privee(client: Client, alice: Utilisateur) -> None:
    client.force_login(alice)
    page = client.get("/aide/")
    assert dessinee_pour(page) == [marque(alice)]
    assert page["Cache-Control"] == JAMAIS_GARDE


def test_sortir_retire_la_marque_et_vide_le_cache(client: Client, alice: Utilisateur) -> None:
    entrer(client, alice)

    reponse = client.post(SORTIE)

    assert (reponse.status_code, reponse["Location"]) == (302, "/")
    assert reponse.cookies[COOKIE].value == ""
    # What others typed on this computer and could not send yet stays for them.
    assert reponse["Clear-Site-Data"] == '"cache"'


def test_sortir_par_l_administration_aussi(client: Client, settings) -> None:
    chef = Utilisateur.objects.create_superuser("chef@exemple.test", MOT_DE_PASSE, prenom="Ada")
    client.force_login(chef)
    client.get("/admin/")

    reponse = client.post(reverse("admin:logout"))

    assert reponse.cookies[COOKIE].value == ""
    assert reponse["Clear-Site-Data"] == '"cache"'


@pytest.mark.parametrize("sortie", [SORTIE, "/admin/logout/"])
def test_sortir_d_une_session_finie_emporte_tout_de_meme_la_marque(
    client: Client, alice: Utilisateur, sortie: str
) -> None:
    entrer(client, alice)
    Session.objects.all().delete()

    reponse = client.post(sortie)

    assert (reponse.status_code, reponse["Location"]) == (302, reverse("accueil:public"))
    assert reponse.cookies[COOKIE].value == ""
    assert reponse["Clear-Site-Data"] == '"cache"'


def test_une_session_finie_laisse_la_marque(client: Client, alice: Utilisateur) -> None:
    """« Back » still shows its author what they typed."""
    entrer(client, alice)
    Session.objects.all().delete()

    for reponse in (client.get(A_FAIRE), client.get("/aide/"), client.post("/session/prolonger/")):
        assert COOKIE not in reponse.cookies
        assert "Clear-Site-Data" not in reponse
    assert client.cookies[COOKIE].value == marque(alice)


def test_la_meme_personne_revient(client: Client, alice: Utilisateur) -> None:
    entrer(client, alice)
    Session.objects.all().delete()
    reponse = entrer(client, alice)
    assert COOKIE not in reponse.cookies
    assert "Clear-Site-Data" not in reponse


def test_une_autre_personne_prend_la_place(
    client: Client, alice: Utilisateur, bruno: Utilisateur
) -> None:
    entrer(client, alice)
    Session.objects.all().delete()
    reponse = entrer(client, bruno)
    assert reponse.cookies[COOKIE].value == marque(bruno)
    assert reponse["Clear-Site-Data"] == '"cache"'


def test_une_marque_forgee_n_ouvre_rien_et_se_corrige(
    client: Client, alice: Utilisateur, bruno: Utilisateur
) -> None:
    client.cookies[COOKIE] = marque(alice)
    assert client.get(A_FAIRE).status_code == 302
    client.force_login(bruno)
    reponse = client.get(A_FAIRE)
    assert reponse.cookies[COOKIE].value == marque(bruno)
    assert dessinee_pour(reponse) == [marque(bruno)]


def test_un_volet_rend_ce_qui_y_est_tape(monde: Monde, client: Client, fige) -> None:
    declaration = monde.declaration()
    client.force_login(monde.passerelles.activite)
    pages = {
        reverse("declarations:volet", args=[declaration.pk, "activite"]): RENDU_PAR_PRECEDENT,
        reverse("declarations:historique", args=[declaration.pk, "activite"]): JAMAIS_GARDE,
    }
    for adresse, attendu in pages.items():
        reponse = client.get(adresse)
        assert reponse["Cache-Control"] == attendu, adresse
        # The cookie of the session changes when it ends: « Back » must not ask again for the text.
        assert ("Cookie" in reponse.get("Vary", "")) == (attendu == JAMAIS_GARDE), adresse
    recherche = client.get(reverse("accueil:recherche"), {"q": "Passerelles"})
    assert recherche["Cache-Control"] == JAMAIS_GARDE
