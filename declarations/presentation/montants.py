"""Who reads amounts, whatever the declaration; in a list, sorted among those that one reads."""

from django.db.models import Case, DecimalField, F, Q, Value, When

from declarations.grilles import toutes_les_grilles
from declarations.regles.lecteurs import (
    dispositifs_reserves,
    roles_qui_lisent_tout,
    tout_est_lisible,
)
from habilitations.models import ROLES_DECLARATION
from habilitations.models.droits import dossiers_accessibles
from habilitations.permissions import Acteur


def lisent_les_montants(dispositif: str, roles: frozenset[str]) -> bool:
    """Tell whether partner roles, together, read the amounts of a dispositif by all its grids."""
    siennes = (grille for grille in toutes_les_grilles() if grille.dispositif == dispositif)
    return all(tout_est_lisible(grille, roles, False) for grille in siennes)


def lues_en_entier(acteur: Acteur) -> Q:
    """Condition on declarations: no figure of them, hence no amount, is kept from this person."""
    grilles = toutes_les_grilles()
    lecteurs = roles_qui_lisent_tout(grilles, ROLES_DECLARATION)
    reserves = sorted(dispositifs_reserves(grilles))
    return ~Q(dispositif__in=reserves) | dossiers_accessibles(acteur, lecteurs)


def montant_lu(acteur: Acteur, cote_caf: bool) -> F | Case:
    """What to sort a list by: the amount that counts, nothing where this person may not read it.

    Sorted by the true amount, the order of a list would tell it: one changes the months of a
    poste and looks between which neighbours the file falls. A list of the Caf (``cote_caf``)
    holds nothing but what it reads.
    """
    montant = F("version_en_vigueur__calcul__montant")
    if cote_caf:
        return montant
    return Case(
        When(lues_en_entier(acteur), then=montant),
        default=Value(None),
        output_field=DecimalField(max_digits=18, decimal_places=2),
    )
