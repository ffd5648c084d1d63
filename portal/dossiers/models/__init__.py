"""What every file shares, whatever is filled in."""

from portal.dossiers.models.avis import Avis, AvisQuerySet
from portal.dossiers.models.colonnes import ColonnesChoisies
from portal.dossiers.models.derogations import Derogation
from portal.dossiers.models.dossiers import Dossier, DossierQuerySet
from portal.dossiers.models.messages import LectureMessages, MessageDossier
from portal.dossiers.models.pieces import PieceJointe

__all__ = [
    "Avis",
    "AvisQuerySet",
    "ColonnesChoisies",
    "Derogation",
    "Dossier",
    "DossierQuerySet",
    "LectureMessages",
    "MessageDossier",
    "PieceJointe",
]
