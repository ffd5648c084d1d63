"""What the supervisor of the demonstration does while all runs."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest

from portal import demo, processus
from portal.processus import ESSAIS, EchecProcessus, Processus, arreter, surveiller
from portal.socle.serveurs.base import attendre


class Fin:
    """Time to stop after so many looks."""

    def __init__(self, tours: int) -> None:
        self.reste = tours

    @property
    def faite(self) -> bool:
        self.reste -= 1
        return self.reste < 0


@pytest.fixture(autouse=True)
def _sans_attendre(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processus.time, "sleep", lambda secondes: None)
    monkeypatch.setattr(processus, "TOUR_DE_GARDE", 0.0)


def test_un_serveur_mort_est_relance_et_dit(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    morts = iter([["PostgreSQL"], [], ["Valkey"]])
    monkeypatch.setattr(demo.serveurs, "relancer_les_arretes", lambda: next(morts))
    surveiller([], Fin(3), demo.relancer_les_serveurs)
    assert capsys.readouterr().out.splitlines() == [
        "PostgreSQL s’était arrêté : il est relancé.",
        "Valkey s’était arrêté : il est relancé.",
    ]


def test_un_serveur_qui_ne_part_pas_est_essaye_encore_puis_abandonne() -> None:
    essais: list[int] = []

    def relancer() -> None:
        essais.append(1)
        raise OSError("le port est pris")

    with pytest.raises(OSError, match="pris"):
        surveiller([], Fin(ESSAIS + 3), relancer)
    assert len(essais) == ESSAIS


def test_un_essai_reussi_efface_les_echecs() -> None:
    suite = iter([OSError(), OSError(), [], OSError(), OSError(), OSError(), OSError(), []])

    def relancer() -> None:
        resultat = next(suite)
        if isinstance(resultat, OSError):
            raise resultat

    surveiller([], Fin(8), relancer)


def test_la_fin_d_un_processus_arrete_tout() -> None:
    def mort() -> None:
        raise EchecProcessus("web")

    with pytest.raises(EchecProcessus):
        surveiller([SimpleNamespace(verifier=mort)], Fin(3))


@contextmanager
def portail(*codes: int) -> Iterator[tuple[str, list[int]]]:
    """A server that answers with these codes, then 200; its address, and what it answered."""
    rendus: list[int] = []

    class Reponse(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            rendus.append([*codes, *[200] * 10][len(rendus)])
            self.send_response(rendus[-1])
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Reponse) as serveur:
        Thread(target=serveur.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serveur.server_port}/", rendus
        serveur.shutdown()


def web() -> Any:
    return SimpleNamespace(verifier=lambda: None, journal="web.log", dernieres_lignes=lambda: "")


def test_un_portail_occupe_est_attendu() -> None:
    """A machine too busy answers 503 to what waited in its queue: it is no failure to start."""
    with portail(503, 503) as (adresse, rendus):
        processus.attendre_page(adresse, web())
    assert rendus == [503, 503, 200]


def test_une_page_d_accueil_en_erreur_arrete_tout() -> None:
    with portail(500) as (adresse, _), pytest.raises(EchecProcessus, match="erreur 500"):
        processus.attendre_page(adresse, web())


def test_une_page_qui_ne_vient_pas_finit_par_se_dire(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processus, "DELAI_DEMARRAGE", 0.3)
    with socket.socket() as libre:
        libre.bind(("127.0.0.1", 0))  # nobody listens
        adresse = f"http://127.0.0.1:{libre.getsockname()[1]}/"
        with pytest.raises(EchecProcessus, match="ne répond pas"):
            processus.attendre_page(adresse, web())


def test_relance_ne_dit_que_ce_qu_il_a_dit_depuis(tmp_path: Path) -> None:
    lance = Processus(
        "essai", ["sh", "-c", "echo $MOT; exec sleep 60"], tmp_path, tmp_path, {"MOT": "bonjour"}
    )
    try:
        assert attendre(lambda: lance.a_dit("bonjour"), 20)
        lance.tuer()
        assert not lance.vit
        lance.commande = ["sleep", "60"]
        lance.relancer()
        assert lance.vit
        assert not lance.a_dit("bonjour")
        assert "bonjour" in lance.dernieres_lignes()
    finally:
        arreter([lance])


def test_un_processus_qui_a_une_fin_est_attendu_et_sa_faute_est_dite(tmp_path: Path) -> None:
    def lancer(ordre: str) -> Processus:
        variables = {**os.environ, "LIEU": "ici"}
        return Processus("statiques", ["sh", "-c", ordre], tmp_path, tmp_path / "j", variables)

    lancer('test "$LIEU" = ici').finir()
    with pytest.raises(EchecProcessus, match=r"« statiques » s’est arrêté \(code 3\)[^:]*:\nfaute"):
        lancer("echo faute; exit 3").finir()
