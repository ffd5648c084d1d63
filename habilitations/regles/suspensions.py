"""Why a right is suspended: what a review does by itself, which an answer takes back. Pure."""

import re

_PAR_UNE_REVUE = re.compile(r"Revue des droits \d{4} restée sans réponse\.")


def motif_de_suspension(annee: int) -> str:
    """The reason under which a review suspends; signed, it tells its own from others."""
    return f"Revue des droits {annee} restée sans réponse."


def suspendu_par_une_revue(motif: str) -> bool:
    """Tell whether a reason is that of a review: the partner’s answer gives the right back."""
    return bool(_PAR_UNE_REVUE.fullmatch(motif))
