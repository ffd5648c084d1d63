"""A form too large gets a page, through a real gunicorn: not a connection cut short."""

import http.client
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from portal.socle.corps import MORCEAU, LireJusquAuBoutMiddleware
from tests.processus import gunicorn

MO = 1024**2
JETON = "a" * 32
FORMULAIRE = "application/x-www-form-urlencoded"


@pytest.fixture
def adresse(transactional_db: None, tmp_path: Path) -> Iterator[str]:
    with gunicorn(tmp_path) as adresse:
        yield adresse


def envoyer(
    adresse: str, corps: bytes, genre: str = FORMULAIRE, *, jeton: bool = True
) -> tuple[int, str]:
    """Post to the login page, as a browser that has its cookie or as one that has none."""
    entetes = {"Content-Type": genre}
    if jeton:
        entetes["Cookie"] = f"csrftoken={JETON}"
        entetes["X-CSRFToken"] = JETON
    with closing(http.client.HTTPConnection(adresse, timeout=60)) as connexion:
        connexion.request("POST", "/compte/connexion/", corps, entetes)
        reponse = connexion.getresponse()
        return reponse.status, reponse.read().decode()


def en_parties(corps: bytes) -> tuple[bytes, str]:
    entete = b'--limite\r\nContent-Disposition: form-data; name="texte"\r\n\r\n'
    return entete + corps + b"\r\n--limite--\r\n", "multipart/form-data; boundary=limite"


def test_un_formulaire_trop_volumineux_recoit_une_page(adresse: str) -> None:
    """Ten megabytes on a connection that cannot swallow them before somebody reads."""
    for corps, genre in (
        (b"texte=" + b"a" * 10 * MO, FORMULAIRE),
        en_parties(b"a" * 10 * MO),
        (b"texte=" + b"a" * 40 * MO, FORMULAIRE),
    ):
        code, page = envoyer(adresse, corps, genre)
        assert code == 413
        assert "Cet envoi est trop volumineux" in page
        assert "10 Mo au plus chacun" in page
        assert '<html lang="fr">' in page
    # The same process still serves, and an ordinary form is read.
    code, page = envoyer(adresse, b"login=x")
    assert code == 200
    assert "Cet envoi" not in page


def test_un_refus_donne_avant_toute_lecture_recoit_sa_page(adresse: str) -> None:
    code, page = envoyer(adresse, b"a" * 10 * MO, "application/octet-stream", jeton=False)
    assert code == 403
    assert "<h1" in page


def test_ce_que_personne_ne_voulait_est_lu_par_morceaux_jusqu_au_plafond(
    rf: RequestFactory, settings
) -> None:
    settings.REQUETE_TAILLE_MAX = 3 * MORCEAU
    requete = rf.post("/", b"a" * 10 * MORCEAU, content_type=FORMULAIRE)
    lus: list[int] = []
    lire = requete.read
    requete.read = lambda taille: lus.append(taille) or lire(taille)
    reponse = LireJusquAuBoutMiddleware(lambda _: HttpResponse("non", status=403))(requete)
    assert reponse.status_code == 403
    assert lus == [MORCEAU] * 3


@pytest.mark.django_db
def test_trop_de_champs_reste_une_demande_invalide(client: Client) -> None:
    reponse = client.post("/compte/connexion/", {f"c{i}": "" for i in range(5001)})
    assert reponse.status_code == 400
    assert "n’a pas pu être lue" in reponse.content.decode()
