"""What the portal thinks of a workbook found on disk, read as an import of ELAN would be."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from declarations.elan.services.imports import ImportRefuse, erreurs_de_forme, lire_import
from declarations.services.examen import (
    ACCEPTE,
    REFUSE,
    donner_avis,
    examiner_piece,
    ouvrir_fichier,
)
from habilitations.models import Dispositif
from habilitations.regles.exercices import exercice_du
from portal.socle.contenus import FAMILLES, FichierRefuse
from portal.socle.rangees import Erreur


def examiner_reprise(chemin: Path, jour: date) -> dict[str, Any]:
    """The same for a workbook read as an import of ELAN would, with its mistakes and warnings.

    Whose projects they are is not looked at: nobody is asking.
    """
    try:
        with ouvrir_fichier(chemin) as fichier:
            lu, _, _ = lire_import(fichier, exercice_du(Dispositif.CLAS, jour))
    except FichierRefuse as refus:
        return donner_avis(chemin, refus.genre, REFUSE, str(refus)) | _suite()
    except ImportRefuse as refus:
        genre = refus.genre or examiner_piece(chemin)["genre"]
        return donner_avis(chemin, genre, REFUSE, str(refus)) | _suite(refus.details)
    erreurs = erreurs_de_forme(lu)
    motif = str(erreurs[0]) if erreurs else ""
    avis = donner_avis(chemin, FAMILLES["xlsx"], REFUSE if erreurs else ACCEPTE, motif)
    return avis | _suite(erreurs, lu.avertissements)


def _suite(erreurs: Iterable[Erreur] = (), avertissements: Iterable[Erreur] = ()) -> dict[str, Any]:
    return {
        "erreurs": [erreur.en_donnees() for erreur in erreurs],
        "avertissements": [dit.en_donnees() for dit in avertissements],
    }
