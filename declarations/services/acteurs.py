"""What a person is for one declaration, and on which side they read it."""

from declarations.models import Declaration
from declarations.regles.etats import ActeurDossier
from habilitations.models import ROLES_DECLARATION, Role
from habilitations.models.droits import FONCTIONS_INSTRUCTION
from habilitations.permissions import Acteur

_ACTEUR_DU_ROLE = {
    Role.FOURNISSEUR_ACTIVITE: ActeurDossier.FOURNISSEUR_ACTIVITE,
    Role.FOURNISSEUR_FINANCES: ActeurDossier.FOURNISSEUR_FINANCES,
    Role.APPROBATEUR: ActeurDossier.APPROBATEUR,
}


def acteur_du_role(role: str) -> ActeurDossier:
    """What a role of the partner makes of a person on a file."""
    return _ACTEUR_DU_ROLE[Role(role)]


def acteurs_sur(acteur: Acteur, declaration: Declaration) -> frozenset[str]:
    """Return what this person is for this file: roles of the partner, adviser, other reader."""
    equipement = declaration.equipement
    trouves = {acteur_du_role(r) for r in acteur.roles_sur(equipement) if r in ROLES_DECLARATION}
    if acteur.suit(equipement):
        trouves.add(ActeurDossier.CONSEILLER)
        if est_assistee(declaration):
            trouves.add(ActeurDossier.SAISIE_CAF)
    elif acteur.fonctions_sur(equipement) & set(FONCTIONS_INSTRUCTION):
        trouves.add(ActeurDossier.LECTEUR_CAF)
    return frozenset(trouves)


def est_cote_caf(acteurs: frozenset[str]) -> bool:
    """Tell whether a file is shown with the labels of the Caf."""
    return bool(acteurs & {ActeurDossier.CONSEILLER, ActeurDossier.LECTEUR_CAF})


def est_assistee(declaration: Declaration) -> bool:
    """Tell whether the adviser types in the partner's place now."""
    return any(s.close_le is None for s in declaration.saisies_assistees.all())
