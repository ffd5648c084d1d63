"""A full portal says so at once: what has waited too long is not served for nobody."""

import http.client
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from django.urls import reverse

from portal import guichet
from tests.installation.lente import ATTENTE_MAX
from tests.processus import gunicorn
from tests.profondeur import PEU

pytestmark = pytest.mark.django_db(transaction=True)
JSON = {"Accept": "application/json"}


@pytest.fixture(scope="module")
def un_seul_fil(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[str]:
    """A slow application, which serves one request at a time."""
    dossier: Path = tmp_path_factory.mktemp("guichet")
    with gunicorn(dossier, "tests.installation.lente", fils=1, attendue="/") as adresse:
        yield adresse


def demander(
    adresse: str, chemin: str, methode: str = "GET", corps: bytes = b"", **entetes: str
) -> tuple[int, dict[str, str], bytes]:
    with closing(http.client.HTTPConnection(adresse, timeout=30)) as connexion:
        connexion.request(methode, chemin, corps or None, entetes)
        reponse = connexion.getresponse()
        return reponse.status, dict(reponse.headers), reponse.read()


def pendant(adresse: str, secondes: float, *demandes: tuple[str, ...], **entetes: str) -> list[int]:
    """Statuses of requests made while another holds the only thread for some seconds."""
    with ThreadPoolExecutor(len(demandes) + 1) as amis:
        longue = amis.submit(demander, adresse, f"/?{secondes}")
        time.sleep(0.3)
        suivantes = [amis.submit(demander, adresse, *d, **entetes) for d in demandes]
        assert longue.result()[0] == 200
        return [s.result()[0] for s in suivantes]


def test_l_attente_du_portail_est_celle_que_l_on_supporte() -> None:
    """Above that of these tests, and far below the twenty seconds of a browser that gives up."""
    assert ATTENTE_MAX < guichet.ATTENTE_MAX < 20 / 3


def test_qui_attend_peu_est_servi(un_seul_fil: str) -> None:
    assert pendant(un_seul_fil, 1.0, ("/",), ("/", "POST")) == [200, 200]


def test_qui_a_trop_attendu_est_refuse_aussitot_et_la_file_se_vide(un_seul_fil: str) -> None:
    debut = time.monotonic()
    # Served, each of the ten would take three more seconds.
    codes = pendant(un_seul_fil, ATTENTE_MAX + 1, *[("/?3", "POST")] * 10, **JSON)
    assert codes == [503] * 10
    assert time.monotonic() - debut < ATTENTE_MAX + 3
    assert demander(un_seul_fil, "/")[0] == 200


def test_un_panneau_cede_la_place_des_que_l_on_attend(un_seul_fil: str) -> None:
    """The page asks again; what is typed is saved meanwhile."""
    panneau = "/declarations/12/volets/finances/panneau/"
    demandes = ((panneau,), ("/declarations/12/volets/finances/", "POST"), (panneau,))
    assert pendant(un_seul_fil, 1.0, *demandes) == [503, 200, 503]
    assert demander(un_seul_fil, panneau)[0] == 200


@pytest.mark.parametrize("nom", ["declarations:panneau", "bilans:panneau"])
def test_les_panneaux_sont_ceux_des_pages(nom: str) -> None:
    """Told by the end of their address: renamed, they would no longer give way."""
    cles = {"pk": 1, "nature": "finances"} if nom.startswith("decl") else {"pk": 1, "code": "a"}
    assert reverse(nom, kwargs=cles).endswith(guichet.SECONDAIRES)


def test_une_page_a_la_place_de_ses_appels(un_seul_fil: str) -> None:
    """It is a hundred calls deep: at each edge, memory would be asked for and given back."""
    assert int(demander(un_seul_fil, "/profond")[2]) < PEU


def test_un_gros_envoi_refuse_recoit_sa_reponse(un_seul_fil: str) -> None:
    gros = ("/", "POST", b"x" * 3_000_000)
    assert pendant(un_seul_fil, ATTENTE_MAX + 1, gros) == [503]


def test_les_sondes_sont_servies_quoi_qu_il_en_soit(un_seul_fil: str) -> None:
    demandes = (("/sante/",), ("/static/portail.css",), ("/autre/",))
    assert pendant(un_seul_fil, ATTENTE_MAX + 1, *demandes) == [200, 200, 503]


@pytest.mark.parametrize(
    ("accepte", "methode", "type_attendu"),
    [
        ("application/json", "POST", "application/json"),
        ("text/html", "GET", "text/html; charset=utf-8"),
        ("text/html", "HEAD", "text/html; charset=utf-8"),
    ],
)
def test_ce_que_dit_le_refus(accepte: str, methode: str, type_attendu: str) -> None:
    recus = []
    corps = b"".join(
        guichet.refuser(
            {"HTTP_ACCEPT": accepte, "REQUEST_METHOD": methode},
            lambda statut, entetes: recus.append((statut, dict(entetes))),
        )
    )
    [(statut, entetes)] = recus
    assert statut.startswith("503 ")
    assert entetes["Content-Type"] == type_attendu
    assert 3 <= int(entetes["Retry-After"]) <= 9
    assert entetes["Cache-Control"] == "no-store"
    assert entetes["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    if methode == "HEAD":
        assert not corps
    elif type_attendu == "application/json":
        assert json.loads(corps) == {"raison": "plein"}
    else:
        assert "Ce que vous avez enregistré est intact" in corps.decode()
