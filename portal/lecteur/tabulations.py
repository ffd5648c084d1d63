"""Reading a text file whose cells are parted by tabs, as survey tools exchange them."""

import csv
from io import StringIO

from .classeurs import LIGNES_MAX
from .refus import FichierRefuse

PAS_DU_TEXTE = "Ce fichier n’est pas un texte en UTF-8 : enregistrez-le ainsi."
TROP_LONG = "Ce fichier compte plus de 5\u202f000 lignes : répartissez-le en plusieurs fichiers."
MAL_FORME = "Les guillemets de ce fichier ne se referment pas : il ne peut pas être lu."


def lire_tabulations(contenu: bytes) -> list[list[str]]:
    """Return the rows of a file, each as its cells. Raises FichierRefuse."""
    try:
        texte = contenu.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FichierRefuse(PAS_DU_TEXTE) from None
    if "\0" in texte:
        raise FichierRefuse(PAS_DU_TEXTE)
    lignes: list[list[str]] = []
    try:
        for ligne in csv.reader(StringIO(texte, newline=""), delimiter="\t", strict=True):
            lignes.append(ligne)
            if len(lignes) > LIGNES_MAX + 1:
                raise FichierRefuse(TROP_LONG)
    except csv.Error:
        raise FichierRefuse(MAL_FORME) from None
    return lignes
