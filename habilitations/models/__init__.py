"""People, Cafs, partners, équipements, conventions and rights: who may do what."""

from habilitations.adhesions.models import (
    DossierAdhesion,
    FicheAdhesion,
    InvitationAdhesion,
    PieceAdhesion,
    RappelAdhesion,
)
from habilitations.annuaire.models import EtatImport, ImportAnnuaire, LigneImport
from habilitations.models.actes import ActeHabilitation
from habilitations.models.agents import AffectationAgent, Caf, Fonction, Portefeuille
from habilitations.models.alertes import AlerteDroit
from habilitations.models.cles import CleCaf
from habilitations.models.conventions import Convention, Notification, PosteConventionne
from habilitations.models.delegations import Delegation, EquipementDelegue
from habilitations.models.droits import (
    ROLES_DECLARATION,
    EquipementCouvert,
    Habilitation,
    Role,
)
from habilitations.models.equipements import (
    Dispositif,
    Equipement,
    Lieu,
    OrganisationER,
)
from habilitations.models.gestionnaires import Adhesion, Gestionnaire
from habilitations.models.reglages import ReglageDroits
from habilitations.models.secours import Secours
from habilitations.models.transferts import TransfertEquipement
from habilitations.models.utilisateurs import Utilisateur
from habilitations.revues.models import LigneRevue, Revue, RevuePartenaire, Sommeil, Vague

__all__ = [
    "ROLES_DECLARATION",
    "ActeHabilitation",
    "Adhesion",
    "AffectationAgent",
    "AlerteDroit",
    "Caf",
    "CleCaf",
    "Convention",
    "Delegation",
    "Dispositif",
    "DossierAdhesion",
    "Equipement",
    "EquipementCouvert",
    "EquipementDelegue",
    "EtatImport",
    "FicheAdhesion",
    "Fonction",
    "Gestionnaire",
    "Habilitation",
    "ImportAnnuaire",
    "InvitationAdhesion",
    "Lieu",
    "LigneImport",
    "LigneRevue",
    "Notification",
    "OrganisationER",
    "PieceAdhesion",
    "Portefeuille",
    "PosteConventionne",
    "RappelAdhesion",
    "ReglageDroits",
    "Revue",
    "RevuePartenaire",
    "Role",
    "Secours",
    "Sommeil",
    "TransfertEquipement",
    "Utilisateur",
    "Vague",
]
