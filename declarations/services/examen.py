"""What the portal thinks of a file found on disk: the code that receives it, nothing kept."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from portal.socle.contenus import FAMILLES, FichierRefuse
from portal.socle.documents import examiner

ACCEPTE, REFUSE = "accepte", "refuse"
ILLISIBLE = "Ce fichier est introuvable, ou ne peut pas être lu."


def examiner_piece(chemin: Path) -> dict[str, Any]:
    """The verdict on a file, as if it were joined: ``fichier, genre, verdict, motif``."""
    try:
        with ouvrir_fichier(chemin) as fichier:
            genre = FAMILLES[examiner(fichier).genre.code]
    except FichierRefuse as refus:
        return donner_avis(chemin, refus.genre, REFUSE, str(refus))
    return donner_avis(chemin, genre, ACCEPTE, "")


@contextmanager
def ouvrir_fichier(chemin: Path) -> "Iterator[UploadedFile[Any]]":
    """A file of the disk as it would come from a form. Raises FichierRefuse: none, not a file."""
    try:
        etat = chemin.stat()
        if not stat.S_ISREG(etat.st_mode):
            raise FichierRefuse(ILLISIBLE)
        with chemin.open("rb") as contenu:
            yield UploadedFile(contenu, chemin.name, size=etat.st_size)
    except OSError:
        raise FichierRefuse(ILLISIBLE) from None


def donner_avis(chemin: Path, genre: str, verdict: str, motif: str) -> dict[str, Any]:
    """What the command prints of a file, whatever bytes its name is made of."""
    lisible = os.fsencode(chemin).decode("utf-8", "replace")
    return {"fichier": lisible, "genre": genre, "verdict": verdict, "motif": motif}
