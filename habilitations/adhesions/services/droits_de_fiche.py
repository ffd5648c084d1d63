"""Rights that a fiche asks for, against those held already."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from habilitations.adhesions.regles.fiche import TOUS, Fiche
from habilitations.models import Adhesion
from habilitations.services.couverture import droits_du_partenaire
from habilitations.verification import droits_verifies

Valeurs = Mapping[str, Any]


def tenus_par_role(base: Adhesion, jour: date) -> dict[tuple[str, str], set[int] | None]:
    """What is held already, by address and role: ids of équipements, None for all."""
    tenus: dict[tuple[str, str], set[int] | None] = {}
    for droit in droits_verifies(droits_du_partenaire(base), jour):
        cle = (droit.utilisateur.email, str(droit.role))
        deja = tenus.get(cle, set())
        if droit.tous_equipements or deja is None:
            tenus[cle] = None
        else:
            tenus[cle] = deja | {e.pk for e in droit.equipements.all()}
    return tenus


def suspendus(base: Adhesion, jour: date) -> frozenset[str]:
    """Addresses of those who have suspended rights at a partner: a fiche gives them nothing."""
    droits = droits_du_partenaire(base).non_finies(jour)
    vises = droits.filter(suspendue_le__isnull=False, retiree_le__isnull=True)
    return frozenset(vises.values_list("utilisateur__email", flat=True))


def manquants(
    fiche: Fiche,
    personne: Valeurs,
    role: str,
    cles: Mapping[str, int],
    tenus: Mapping[tuple[str, str], set[int] | None],
) -> frozenset[int] | None:
    """Équipements on which a role is still to be granted; None for all of them at once."""
    tient = tenus.get((personne["courriel"], role), set())
    if tient is None:
        return frozenset()
    if TOUS in personne["roles"][role]:
        return None
    couverts = fiche.couverts(personne, role)
    return frozenset(cles[cle] for cle in couverts) - tient
