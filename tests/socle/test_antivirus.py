"""The antivirus, when there is one: asked by its own protocol, and never gone without."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.lecteur.refus import FichierRefuse
from portal.socle import antivirus, documents
from portal.socle.antivirus import MUET
from tests.socle import fichiers


class FauxClam:
    """A server that speaks INSTREAM, reads all and answers what it was told."""

    def __init__(self, chemin: Path, reponse: bytes | None) -> None:
        self.recu, self.commande, self.reponse = b"", b"", reponse
        self._prise = socket.socket(socket.AF_UNIX)
        self._prise.bind(str(chemin))
        self._prise.listen()
        self._fil = threading.Thread(target=self._servir, daemon=True)
        self._fil.start()

    def _servir(self) -> None:
        client, _ = self._prise.accept()
        with client, client.makefile("rb") as lu:
            while not self.commande.endswith(b"\0"):
                self.commande += lu.read(1)
            while taille := int.from_bytes(lu.read(4), "big"):
                self.recu += lu.read(taille)
            if self.reponse is None:
                threading.Event().wait(3)
            else:
                client.sendall(self.reponse)

    def fermer(self) -> None:
        self._fil.join(timeout=5)
        self._prise.close()


@pytest.fixture
def clam(settings, tmp_path: Path) -> Iterator[object]:
    """Start a server that answers this; the portal asks it."""
    ouverts: list[FauxClam] = []

    def demarrer(reponse: bytes | None) -> FauxClam:
        chemin = tmp_path / "clamd.ctl"
        ouverts.append(FauxClam(chemin, reponse))
        settings.ANTIVIRUS = f"unix:{chemin}"
        return ouverts[-1]

    yield demarrer
    for serveur in ouverts:
        serveur.fermer()


def refus() -> str:
    with pytest.raises(FichierRefuse) as erreur:
        documents.examiner(fichiers.televerse())
    return str(erreur.value)


def test_aucun_antivirus_n_est_demande_par_defaut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(antivirus, "_ouvrir", lambda: pytest.fail("aucun antivirus n’est nommé"))
    assert documents.examiner(fichiers.televerse()).genre.code == "pdf"


def test_un_fichier_sain_est_pris_et_fut_lu_en_entier(clam) -> None:
    serveur = clam(b"stream: OK\0")
    gros = fichiers.jpeg(suite=bytes(300_000))
    assert documents.examiner(fichiers.televerse(gros, "a.jpg")).taille == len(gros)
    serveur.fermer()
    assert (serveur.commande, serveur.recu) == (b"zINSTREAM\0", gros)


def test_un_fichier_infecte_est_refuse_avec_le_nom_de_ce_qui_l_infecte(clam) -> None:
    clam(b"stream: Win.Test.EICAR_HDB-1 FOUND\0")
    message = refus()
    assert "«\u00a0Win.Test.EICAR_HDB-1\u00a0»" in message
    assert "n’est pas gardé" in message


@pytest.mark.parametrize(
    "reponse", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: \xff\0", b"x" * 9000]
)
def test_une_reponse_qui_ne_dit_pas_oui_refuse_le_fichier(clam, reponse: bytes) -> None:
    clam(reponse)
    assert refus() == MUET


def test_un_antivirus_qui_se_tait_refuse_le_fichier(clam, monkeypatch) -> None:
    monkeypatch.setattr(antivirus, "DELAI", 0.5)
    clam(None)
    assert refus() == MUET


@pytest.mark.parametrize("adresse", ["unix:/nulle/part/clamd.ctl", "tcp://127.0.0.1:1"])
def test_un_antivirus_absent_refuse_le_fichier(settings, adresse: str) -> None:
    settings.ANTIVIRUS = adresse
    assert refus() == MUET


def test_un_antivirus_par_le_reseau(settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as ecoute:

        def repondre() -> None:
            client, _ = ecoute.accept()
            with client:
                while not client.recv(65536).endswith(bytes(4)):
                    pass
                client.sendall(b"stream: OK\0")

        fil = threading.Thread(target=repondre)
        fil.start()
        settings.ANTIVIRUS = f"tcp://127.0.0.1:{ecoute.getsockname()[1]}"
        assert documents.examiner(fichiers.televerse()).genre.code == "pdf"
        fil.join()
