"""Any file that is said to hold a questionnaire: told by its name, read by a process apart."""

from pathlib import PurePath

from bilans.imports.resultat import Import, refuser
from bilans.imports.xlsform import lire_xlsform
from portal.socle.lecture_classeurs import TAILLE_MAX, ClasseurRefuse, lire_classeur

TROP_LOURD = "Ce fichier dépasse 5 Mo : ce n’est pas un questionnaire."
AUTRE_FORMAT = (
    "Ce format n’est pas pris en charge : enregistrez le questionnaire en classeur .xlsx."
)
ANCIEN_FORMAT = "Ce classeur est d’un ancien format : enregistrez-le en classeur .xlsx."
_ANCIEN = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def lire_fichier(nom: str, contenu: bytes) -> Import:
    """Return what a file defines; whatever it holds, there is an answer."""
    if len(contenu) > TAILLE_MAX:
        return refuser(TROP_LOURD)
    chemin = PurePath(nom)
    if chemin.suffix.casefold() == ".xlsx":
        if contenu.startswith(_ANCIEN):
            return refuser(ANCIEN_FORMAT)
        try:
            return lire_xlsform(lire_classeur(contenu), chemin.stem)
        except ClasseurRefuse as refus:
            return refuser(str(refus))
    return refuser(AUTRE_FORMAT)
