"""The reason that an act requires, checked by the service whatever form it came from."""

from habilitations.services.erreurs import DemandeInvalide
from portal.socle.motifs import MotifInsuffisant, lire_motif


def exiger_motif(texte: str, demande: str, champ: str = "motif") -> str:
    """Return a written reason, ready to keep (``portal.socle.motifs``).

    Raises DemandeInvalide on ``champ`` when nothing, or too little, is written.
    """
    try:
        return lire_motif(texte, demande)
    except MotifInsuffisant as insuffisant:
        raise DemandeInvalide(champ, str(insuffisant)) from None
