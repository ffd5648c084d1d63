"""The front server with its own configuration, before a real gunicorn; skipped without nginx."""

import http.client
import ssl
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from portal.journaux import CLES
from tests.metriques import lire_mesures
from tests.pile.mandataire import NGINX, configurer
from tests.processus import gunicorn, port_libre, processus

MO = 1024**2
FORMULAIRE = {"Content-Type": "application/x-www-form-urlencoded"}
pytestmark = [
    pytest.mark.skipif(NGINX is None, reason="nginx n’est pas installé"),
    pytest.mark.django_db(transaction=True),
]


@dataclass
class Mandataire:
    http: int
    https: int
    journal: Path

    def demander(
        self, methode: str, chemin: str, corps: bytes = b"", tls: bool = True, **entetes: str
    ) -> tuple[int, str, dict[str, str]]:
        contexte = ssl.create_default_context()
        contexte.check_hostname, contexte.verify_mode = False, ssl.CERT_NONE
        connexion: http.client.HTTPConnection = (
            http.client.HTTPSConnection("127.0.0.1", self.https, timeout=60, context=contexte)
            if tls
            else http.client.HTTPConnection("127.0.0.1", self.http, timeout=60)
        )
        noms = {"Host": "localhost", **{n.replace("_", "-"): v for n, v in entetes.items()}}
        with closing(connexion):
            connexion.request(methode, chemin, corps or None, noms)
            reponse = connexion.getresponse()
            return reponse.status, reponse.read().decode(), dict(reponse.headers)


@contextmanager
def mandataire(dossier: Path, portail: str) -> Iterator[Mandataire]:
    """nginx before one portal, which stands for both."""
    http, https = port_libre(), port_libre()
    commande = configurer(dossier, http, https, {"web": portail, "web-2": portail})
    with processus("nginx", commande, dossier, {}) as lance:
        ici = Mandataire(http, https, lance.journal)
        for _ in range(100):
            try:
                ici.demander("GET", "/mandataire", tls=False)
                break
            except OSError:
                lance.verifier()
                time.sleep(0.1)
        yield ici


def test_le_mandataire_devant_le_portail(tmp_path: Path) -> None:
    with gunicorn(tmp_path) as portail, mandataire(tmp_path, portail) as devant:
        # Plain HTTP only leads to HTTPS, under the name people use.
        assert devant.demander("GET", "/mandataire", tls=False)[:2] == (200, "vivant\n")
        code, _, entetes = devant.demander("GET", "/aide/?a=1", tls=False, Host="portail.example")
        assert (code, entetes["Location"]) == (308, "https://portail.example/aide/?a=1")

        code, page, _ = devant.demander("GET", "/")
        assert code == 200
        assert "Portail partenaires" in page
        assert devant.demander("GET", "/sante/pret/")[:2] == (200, "prêt\n")
        # The figures of the watch are for the internal network: asked here, there is nothing.
        assert lire_mesures(f"http://{portail}/metriques/")[0] == 200
        for detour in ("/metriques/", "/metriques", "//metriques/", "/%6Detriques/"):
            code, page, _ = devant.demander("GET", detour)
            assert (code, "portail_" in page) == (404, False), detour
        # An address that a browser claims for itself does not reach the portal.
        devant.demander("GET", "/aide/", X_Forwarded_For="203.0.113.9")
        assert "203.0.113.9" not in (tmp_path / "web.log").read_text()

        # Too large for Django: its page. Too large for anybody: that of the front server.
        code, page, _ = devant.demander("POST", "/compte/connexion/", b"a" * 11 * MO, **FORMULAIRE)
        assert code == 403  # no cookie: refused before it is read, and told all the same
        assert "<h1" in page
        code, page, _ = devant.demander("POST", "/compte/connexion/", b"a" * 101 * MO, **FORMULAIRE)
        assert code == 413
        assert "Cet envoi est trop volumineux" in page


def test_sans_portail_le_mandataire_le_dit(tmp_path: Path) -> None:
    with mandataire(tmp_path, f"127.0.0.1:{port_libre()}") as devant:
        code, page, entetes = devant.demander("GET", "/aide/")
        assert code == 502
        assert "Le portail est indisponible pour le moment" in page
        assert entetes["Content-Type"].startswith("text/html")
        assert "nginx/" not in entetes.get("Server", "")
        assert devant.demander("GET", "/pages/413.html")[0] == 404
        # Errors quote the request: not that of a personal link, which opens something.
        for debut in CLES.pattern.removeprefix("(").partition(")")[0].split("|"):
            debut = debut.partition("[")[0]
            assert devant.demander("GET", f"{debut}cle-de-quelqu-un/")[0] == 502
        dites = devant.journal.read_text()
        assert "/aide/" in dites
        assert "cle-de-quelqu-un" not in dites
