"""Any file that is said to hold a questionnaire: told by its name, read by a process apart."""

from pathlib import PurePath

from bilans.imports.limesurvey import lire_limesurvey
from bilans.imports.resultat import Import, refuser
from bilans.imports.xlsform import lire_xlsform
from portal.lecteur.refus import FichierRefuse
from portal.socle.formats import poids
from portal.socle.lecture_a_part import lire_a_part
from portal.socle.lecture_classeurs import TAILLE_MAX, ClasseurRefuse, lire_classeur

TROP_LOURD = f"Ce fichier dépasse {poids(TAILLE_MAX)} : ce n’est pas un questionnaire."
AUTRE_FORMAT = (
    "Ce format n’est pas pris en charge : enregistrez le questionnaire en classeur .xlsx, ou "
    "exportez sa structure de LimeSurvey (.txt, .tsv)."
)
ANCIEN_FORMAT = "Ce classeur est d’un ancien format : enregistrez-le en classeur .xlsx."
# The structure of a LimeSurvey questionnaire: cells parted by tabs.
TABULATIONS = frozenset({".txt", ".tsv"})
_ANCIEN = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def lire_fichier(nom: str, contenu: bytes) -> Import:
    """Return what a file defines; whatever it holds, there is an answer."""
    if len(contenu) > TAILLE_MAX:
        return refuser(TROP_LOURD)
    if contenu.startswith(_ANCIEN):
        return refuser(ANCIEN_FORMAT)
    chemin = PurePath(nom)
    try:
        if chemin.suffix.casefold() == ".xlsx":
            return lire_xlsform(lire_classeur(contenu), chemin.stem)
        if chemin.suffix.casefold() in TABULATIONS:
            return lire_limesurvey(lire_a_part("tabulations", contenu), chemin.stem)
    except (ClasseurRefuse, FichierRefuse) as refus:
        return refuser(str(refus))
    return refuser(AUTRE_FORMAT)
