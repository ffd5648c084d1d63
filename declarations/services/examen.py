"""What the portal thinks of a file found on disk: the code that receives it, nothing kept."""

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from declarations.elan.imports.rangees import Erreur
from declarations.elan.services.imports import ImportRefuse, erreurs_de_forme, lire_import
from habilitations.models import Dispositif
from habilitations.regles.exercices import exercice_du
from portal.socle.contenus import FAMILLES, FichierRefuse
from portal.socle.documents import examiner

ACCEPTE, REFUSE = "accepte", "refuse"
ILLISIBLE = "Ce fichier est introuvable, ou ne peut pas être lu."


def examiner_piece(chemin: Path) -> dict[str, Any]:
    """The verdict on a file, as if it were joined: ``fichier, genre, verdict, motif``."""
    try:
        with _ouvrir(chemin) as fichier:
            genre = FAMILLES[examiner(fichier).genre.code]
    except FichierRefuse as refus:
        return _avis(chemin, refus.genre, REFUSE, str(refus))
    return _avis(chemin, genre, ACCEPTE, "")


def examiner_reprise(chemin: Path, jour: date) -> dict[str, Any]:
    """The same for a workbook read as an import of ELAN would, with its mistakes and warnings.

    Whose projects they are is not looked at: nobody is asking.
    """
    try:
        with _ouvrir(chemin) as fichier:
            lu, _, _ = lire_import(fichier, exercice_du(Dispositif.CLAS, jour))
    except FichierRefuse as refus:
        return _avis(chemin, refus.genre, REFUSE, str(refus)) | _suite()
    except ImportRefuse as refus:
        genre = refus.genre or examiner_piece(chemin)["genre"]
        return _avis(chemin, genre, REFUSE, str(refus)) | _suite(refus.details)
    erreurs = erreurs_de_forme(lu)
    motif = str(erreurs[0]) if erreurs else ""
    avis = _avis(chemin, FAMILLES["xlsx"], REFUSE if erreurs else ACCEPTE, motif)
    return avis | _suite(erreurs, lu.avertissements)


def _suite(erreurs: Iterable[Erreur] = (), avertissements: Iterable[Erreur] = ()) -> dict[str, Any]:
    return {
        "erreurs": [erreur.en_donnees() for erreur in erreurs],
        "avertissements": [dit.en_donnees() for dit in avertissements],
    }


@contextmanager
def _ouvrir(chemin: Path) -> Iterator[UploadedFile]:
    """A file of the disk as it would come from a form. Raises FichierRefuse: none, not a file."""
    try:
        etat = chemin.stat()
        if not stat.S_ISREG(etat.st_mode):
            raise FichierRefuse(ILLISIBLE)
        with chemin.open("rb") as contenu:
            yield UploadedFile(contenu, chemin.name, size=etat.st_size)
    except OSError:
        raise FichierRefuse(ILLISIBLE) from None


def _avis(chemin: Path, genre: str, verdict: str, motif: str) -> dict[str, Any]:
    lisible = os.fsencode(chemin).decode("utf-8", "replace")
    return {"fichier": lisible, "genre": genre, "verdict": verdict, "motif": motif}
