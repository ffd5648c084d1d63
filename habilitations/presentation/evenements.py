"""A line of the journal as a timeline shows it: what happened, by whom, and why."""

from portal.socle.composants import Evenement
from portal.socle.formats import ESPACE_INSECABLE, citer
from portal.socle.models import LigneJournal

# The last lines that a timeline shows; the journal keeps all.
MONTREES = 50


def evenement(ligne: LigneJournal, texte: str, ton: str, *parties: str) -> Evenement:
    """``texte`` says what happened; ``parties``, what is added to its reason, empty ones left."""
    motif = f"Motif{ESPACE_INSECABLE}: {citer(ligne.motif)}" if ligne.motif else ""
    detail = ". ".join(partie for partie in (*parties, motif) if partie)
    return Evenement(quand=ligne.le, texte=texte, qui=ligne.auteur_libelle, detail=detail, ton=ton)
