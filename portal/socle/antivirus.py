"""An antivirus asked about each file received: ClamAV, by its own protocol (INSTREAM).

None unless ``ANTIVIRUS`` names one. While it does not answer no file is taken in: whoever opens it
would believe that it was looked at.
"""

import socket
import time
from collections.abc import Callable, Iterator
from functools import partial

import structlog
from django.conf import settings

from portal.lecteur.refus import FichierRefuse, citer

# Seconds for the whole examination, whatever the antivirus does.
DELAI = 4.0
MORCEAU = 64 * 1024
REPONSE_MAX = 4096
MUET = (
    "L’antivirus du portail ne répond pas : aucun fichier n’est accepté sans lui. Réessayez dans "
    "quelques minutes ; le reste de votre page n’est pas perdu."
)

_journal = structlog.get_logger(__name__)


def examiner(contenu: bytes) -> None:
    """Raise FichierRefuse when the antivirus knows this content, or does not answer."""
    if not settings.ANTIVIRUS:
        return
    try:
        reponse = _demander(contenu)
    except (OSError, ValueError) as erreur:
        _journal.error("antivirus.muet", erreur=type(erreur).__name__)
        raise FichierRefuse(MUET) from None
    verdict = reponse.removeprefix("stream: ").strip()
    if verdict.endswith(" FOUND"):
        menace = verdict.removesuffix(" FOUND")
        _journal.warning("antivirus.infecte", menace=menace[:100])
        raise FichierRefuse(
            f"L’antivirus a reconnu {citer(menace)} dans ce fichier : il n’est pas gardé. Faites "
            "examiner l’ordinateur d’où il vient, puis joignez un fichier sain."
        )
    if verdict != "OK":
        _journal.error("antivirus.refuse", reponse=verdict[:100])
        raise FichierRefuse(MUET)


def _demander(contenu: bytes) -> str:
    """Send the content by pieces, each after its length; return the answer in one line."""
    echeance = time.monotonic() + DELAI
    with _ouvrir() as prise:

        def attendre(acte: Callable[[], bytes | None]) -> bytes | None:
            reste = echeance - time.monotonic()
            if reste <= 0:
                raise TimeoutError
            prise.settimeout(reste)
            return acte()

        for message in _messages(contenu):
            attendre(partial(prise.sendall, message))
        reponse = b""
        while len(reponse) < REPONSE_MAX and not reponse.endswith(b"\0"):
            recu = attendre(lambda: prise.recv(REPONSE_MAX))
            if not recu:
                break
            reponse += recu
    return reponse.rstrip(b"\0\n").decode("utf-8", "replace")


def _messages(contenu: bytes) -> Iterator[bytes]:
    yield b"zINSTREAM\0"
    for place in range(0, len(contenu), MORCEAU):
        morceau = contenu[place : place + MORCEAU]
        yield len(morceau).to_bytes(4, "big") + morceau
    yield bytes(4)


def _ouvrir() -> socket.socket:
    """Connect to « unix:/chemin » or « tcp://hôte:port »."""
    adresse = settings.ANTIVIRUS
    if adresse.startswith("unix:"):
        prise = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        prise.settimeout(DELAI)
        try:
            prise.connect(adresse.removeprefix("unix:"))
        except OSError:
            prise.close()
            raise
        return prise
    hote, _, port = adresse.removeprefix("tcp://").rpartition(":")
    return socket.create_connection((hote.strip("[]"), int(port)), timeout=DELAI)
