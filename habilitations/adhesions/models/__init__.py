from habilitations.adhesions.models.dossiers import DossierAdhesion
from habilitations.adhesions.models.pieces import PieceAdhesion

__all__ = ["DossierAdhesion", "PieceAdhesion"]
