"""``make pile`` starts what Compose describes, and its people type as the page does."""

import os
import re
import socket
import ssl
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.banc.client import Navigateur
from tests.installation.compose import RACINE, SERVICES
from tests.pile import mandataire
from tests.pile.pile import ordre, relances
from tests.pile.plumes import delai_apres
from tests.pile.restauration import commandes


def test_elle_se_charge_avant_django() -> None:
    """Its processes are started before anything reads the settings."""
    mots = [sys.executable, "-m", "tests.pile", "--help"]
    garde = {"PATH": os.environ["PATH"]}
    fin = subprocess.run(mots, cwd=RACINE, env=garde, capture_output=True, text=True, check=False)
    assert fin.returncode == 0, fin.stderr
    assert "--eprouver" in fin.stdout


def test_les_services_de_compose_demarrent_dans_l_ordre_de_leurs_dependances() -> None:
    dans_l_ordre = ordre()
    assert set(dans_l_ordre) == set(SERVICES) - {"courrier"}  # whose part a real server plays
    for nom in dans_l_ordre:
        for avant in SERVICES[nom].get("depends_on", {}):
            assert dans_l_ordre.index(avant) < dans_l_ordre.index(nom)


def test_ce_qui_meurt_repart_sauf_arrete_a_la_main_ou_fini() -> None:
    assert relances(SERVICES, {"redis"}) == [
        nom for nom in SERVICES if nom not in ("redis", "migration")
    ]


@pytest.mark.parametrize(("essais", "bornes"), [(0, (2.5, 5)), (2, (10, 20)), (9, (30, 60))])
def test_les_delais_sont_ceux_de_la_page(essais: int, bornes: tuple[float, float]) -> None:
    """``tests/e2e/modules/test_reprise.py`` holds the same figures of the script."""
    tires = [delai_apres(essais, 0) for _ in range(200)]
    assert bornes[0] <= min(tires)
    assert max(tires) <= bornes[1]
    assert delai_apres(essais, 90) >= 90 + bornes[0]


def test_une_connexion_gardee_que_le_mandataire_ferme_est_rouverte(tmp_path: Path) -> None:
    """As a browser does: nginx closes those of before each time it reads its settings again."""
    mandataire.certifier(tmp_path)
    contexte = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    contexte.load_cert_chain(tmp_path / "certificat", tmp_path / "cle_tls")
    fermee = threading.Event()

    def servir(ecoute: socket.socket) -> None:
        for _ in range(2):
            with contexte.wrap_socket(ecoute.accept()[0], server_side=True) as lien:
                lien.recv(65536)
                lien.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                lien.shutdown(socket.SHUT_RDWR)
            fermee.set()

    with socket.create_server(("127.0.0.1", 0)) as ecoute:
        fil = threading.Thread(target=servir, args=[ecoute])
        fil.start()
        qui = Navigateur(ecoute.getsockname()[1], tls=True)
        assert qui.lire("/").code == 200
        fermee.wait(10)
        assert qui.poster("/", {"x": "1"}).code == 200
        fil.join()
        qui.fermer()


def test_les_commandes_de_la_documentation_sont_celles_qui_se_jouent() -> None:
    sauver, rendre = commandes("Back up"), commandes("Restore")
    for mot in ("pg_dump", "tar --create", "sceaux.jsonl", "secrets.tar"):
        assert mot in sauver
    verifications = ("verifier_journal", "verifier_integrite", "verifier_droits", "rejouer")
    for mot in ("pg_restore", "tar --extract", *verifications):
        assert mot in rendre
    script = (RACINE / ".docker/mettre-a-jour").read_text()
    # The worker knows the tasks of both versions before a page of the new one asks for them; the
    # wall is put up once nobody is left of a version that may not say on whose behalf it asks.
    etapes = ("build", " preparer_la_base", " worker", "for web in", " beat proxy", "--mur")
    assert sorted(etapes, key=script.rindex) == list(etapes)
    assert script.count("--mur") == 1


def test_une_mise_a_jour_migre_comme_une_installation_sans_dresser_le_mur() -> None:
    script = (RACINE / ".docker/mettre-a-jour").read_text()
    premiere = re.findall(r"--no-deps migration (.+)", script)[0].split()
    assert [*premiere, "--mur"] == SERVICES["migration"]["command"]
