"""The figures of the watch: who may read them, and where."""

from typing import Any

import pytest

from portal.socle.mesures.service import ADRESSE, devant, est_permis, servir
from tests.courrier import port_libre
from tests.metriques import familles, lire_mesures

LOCAL, INTERNE, DEHORS = "127.0.0.1", "172.18.0.4", "93.184.216.34"


@pytest.mark.parametrize(
    ("jeton", "environ", "permis"),
    [
        ("", {"REMOTE_ADDR": LOCAL}, True),
        ("", {"REMOTE_ADDR": "::1"}, True),
        ("", {"REMOTE_ADDR": INTERNE}, False),
        ("", {"REMOTE_ADDR": DEHORS}, False),
        ("", {"REMOTE_ADDR": ""}, False),
        ("", {}, False),
        ("", {"REMOTE_ADDR": LOCAL, "HTTP_X_FORWARDED_FOR": LOCAL}, False),
        ("jeton", {"REMOTE_ADDR": LOCAL}, False),
        ("jeton", {"REMOTE_ADDR": INTERNE}, False),
        ("jeton", {"REMOTE_ADDR": INTERNE, "HTTP_AUTHORIZATION": "Bearer jeton"}, True),
        ("jeton", {"REMOTE_ADDR": INTERNE, "HTTP_AUTHORIZATION": "Bearer jetons"}, False),
        ("jeton", {"REMOTE_ADDR": INTERNE, "HTTP_AUTHORIZATION": "jeton"}, False),
        ("jeton", {"REMOTE_ADDR": DEHORS, "HTTP_AUTHORIZATION": "Bearer jeton"}, False),
        *(
            (
                "jeton",
                {"REMOTE_ADDR": INTERNE, "HTTP_AUTHORIZATION": "Bearer jeton", entete: "x"},
                False,
            )
            for entete in ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED")
        ),
    ],
)
def test_qui_peut_lire(settings: Any, jeton: str, environ: dict[str, str], permis: bool) -> None:
    settings.JETON_MESURES = jeton
    assert est_permis(environ) is permis


@pytest.mark.parametrize(
    ("chemin", "adresse", "attendu"),
    [
        (ADRESSE, LOCAL, "200 OK"),
        (ADRESSE, DEHORS, "404 Not Found"),
        ("/aide/", DEHORS, "portail"),
        ("/metriques", LOCAL, "portail"),
    ],
)
@pytest.mark.django_db
def test_seule_leur_adresse_est_prise_au_portail(chemin: str, adresse: str, attendu: str) -> None:
    dits: list[str] = []

    def portail(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("portail", [])
        return [b""]

    corps = devant(portail)(
        {"PATH_INFO": chemin, "REMOTE_ADDR": adresse}, lambda statut, _: dits.append(statut)
    )
    assert dits == [attendu]
    assert bool(b"".join(corps)) is (attendu == "200 OK")


def test_un_port_a_soi_et_un_port_pris() -> None:
    serveur = servir(port := port_libre())
    assert serveur is not None
    try:
        code, texte = lire_mesures(f"http://127.0.0.1:{port}{ADRESSE}")
        assert code == 200
        assert {"portail_requetes", "portail_taches"} <= {f.name for f in familles(texte)}
        assert lire_mesures(f"http://127.0.0.1:{port}/")[0] == 404
        assert servir(port) is None
    finally:
        serveur.shutdown()
        serveur.server_close()
