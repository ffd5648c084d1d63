"""Who reads the amounts of an équipement: one answer, that of the grids (DOMAINE §3.3).

Grids say whose figures are kept from whom, and stand above: their application answers from here on,
as it starts (``inscrire``).
"""

from collections.abc import Callable, Collection, Iterable

from habilitations.models import ROLES_DECLARATION, Equipement
from habilitations.models.droits import FONCTIONS_INSTRUCTION
from habilitations.permissions import Acteur

# Dispositif, partner roles: whether they read every figure, hence the amount.
Reponse = Callable[[str, frozenset[str]], bool]


def _personne(dispositif: str, roles: frozenset[str]) -> bool:
    return False


_reponse: Reponse = _personne


def inscrire(reponse: Reponse) -> None:
    """Have this function say which partner roles read the amounts of a dispositif."""
    global _reponse
    _reponse = reponse


def roles_lisent_les_montants(dispositif: str, roles: Collection[str]) -> bool:
    """Tell whether roles at a partner, together, read the amounts of a dispositif; none reads none.

    For what stands on no équipement: who has a role in the declarations alone is asked about.
    """
    siens = frozenset(roles) & frozenset(ROLES_DECLARATION)
    return bool(siens) and _reponse(dispositif, siens)


def lit_les_montants(acteur: Acteur, equipement: Equipement) -> bool:
    """Tell whether a person reads the amounts of an équipement: on every page, letter, export.

    The adviser and the CCD of its Caf do; at the partner, who holds roles on it that read all of
    its figures together. Nobody else.
    """
    if equipement.caf_id in acteur.cafs_comme(FONCTIONS_INSTRUCTION):
        return True
    roles = acteur.roles_sur(equipement)
    return bool(roles) and _reponse(equipement.dispositif, roles)


def lit_l_argent_de(acteur: Acteur, gestionnaire_id: int, equipement: Equipement) -> bool:
    """Tell whether a person reads what was paid to a gestionnaire of an équipement, or claimed
    from it.

    Who reads its amounts; and, once it has passed to another gestionnaire, who read them there:
    money that comes or is owed in one's name is one's own.
    """
    if lit_les_montants(acteur, equipement):
        return True
    roles = acteur.roles_chez(gestionnaire_id, equipement)
    return bool(roles) and _reponse(equipement.dispositif, roles)


def equipements_lus(acteur: Acteur, equipements: Iterable[Equipement]) -> frozenset[int]:
    """Ids, among these équipements, of those whose amounts a person reads; no query of its own."""
    return frozenset(e.pk for e in equipements if lit_les_montants(acteur, e))
