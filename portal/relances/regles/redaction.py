"""The subject of a reminder."""

from collections.abc import Sequence

LONGUEUR_OBJET = 150


def objet_du_courriel(libelles: Sequence[str], delai: str, en_retard: bool, ensemble: str) -> str:
    """Subject of the e-mail, most pressing file first, short enough for a telephone.

    ``libelles`` names the files, most pressing first; ``delai`` is that of the first;
    ``ensemble`` what they are called together: « déclarations ».
    """
    premier = libelles[0]
    if len(libelles) == 1:
        return _court(f"{premier} : {delai}")
    debut = "En retard" if en_retard else "À faire"
    return _court(f"{debut} : {len(libelles)} {ensemble}, dont {premier} ({delai})")


def _court(texte: str) -> str:
    return texte if len(texte) <= LONGUEUR_OBJET else texte[: LONGUEUR_OBJET - 1] + "…"
