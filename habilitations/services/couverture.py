"""The roles of one partner: who holds them, which nobody holds, which an act would leave so."""

from collections.abc import Collection
from datetime import date

from habilitations.models import (
    ROLES_DECLARATION,
    Adhesion,
    Equipement,
    Habilitation,
)
from habilitations.models.droits import HabilitationQuerySet
from habilitations.models.equipements import EquipementQuerySet
from habilitations.regles.couverture import Tenu, non_pourvus
from habilitations.verification import droits_verifies

Manque = tuple[Equipement, str]


def droits_du_partenaire(base: Adhesion) -> HabilitationQuerySet:
    return Habilitation.objects.filter(caf=base.caf_id, gestionnaire=base.gestionnaire_id)


def equipements_du_partenaire(base: Adhesion, jour: date) -> EquipementQuerySet:
    """Those that are not closed on that day."""
    siens = Equipement.objects.filter(caf=base.caf_id, gestionnaire=base.gestionnaire_id)
    return siens.exclude(ferme_le__lt=jour)


def manques(equipements: Collection[Equipement], droits: Collection[Habilitation]) -> list[Manque]:
    """What nobody holds among rights that verify, in the order of équipements, then of roles."""
    trous = non_pourvus([e.pk for e in equipements], ROLES_DECLARATION, list(map(_tenu, droits)))
    return [(e, role) for e in equipements for role in ROLES_DECLARATION if (e.pk, role) in trous]


def laisses_sans(base: Adhesion, sans: Collection[int], jour: date) -> list[Manque]:
    """What would become vacant were these rights (ids) to give nothing; two lists, four queries."""
    equipements = list(equipements_du_partenaire(base, jour))
    tenus = droits_verifies(droits_du_partenaire(base), jour)
    deja = manques(equipements, tenus)
    apres = manques(equipements, [d for d in tenus if d.pk not in sans])
    return [manque for manque in apres if manque not in deja]


def _tenu(droit: Habilitation) -> Tenu:
    couverts = frozenset(e.pk for e in droit.equipements.all())
    return Tenu(str(droit.role), droit.tous_equipements, couverts)
