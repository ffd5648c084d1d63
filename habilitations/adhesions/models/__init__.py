from habilitations.adhesions.models.dossiers import DossierAdhesion
from habilitations.adhesions.models.fiches import FicheAdhesion
from habilitations.adhesions.models.invitations import InvitationAdhesion
from habilitations.adhesions.models.pieces import PieceAdhesion
from habilitations.adhesions.models.rappels import RappelAdhesion

__all__ = [
    "DossierAdhesion",
    "FicheAdhesion",
    "InvitationAdhesion",
    "PieceAdhesion",
    "RappelAdhesion",
]
