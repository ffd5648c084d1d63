"""What the next payments of partners are lowered by."""

from collections.abc import Collection
from decimal import Decimal

from django.db.models import Q

from subventions.paiements.models import Indu, ModeIndu


def a_compenser(
    caf_id: int, gestionnaires: Collection[int]
) -> dict[int, list[tuple[int, Decimal]]]:
    """By partner, the indus to be set off and what is left of each, the oldest first; locked."""
    choisis = Q(caf=caf_id, gestionnaire__in=gestionnaires, mode=ModeIndu.COMPENSATION)
    indus = Indu.objects.reclames().filter(choisis).order_by("notifie_le", "pk")
    restes: dict[int, list[tuple[int, Decimal]]] = {}
    for indu in indus.avec_reste().select_for_update(no_key=True):
        if indu.reste > 0:
            restes.setdefault(indu.gestionnaire_id, []).append((indu.pk, indu.reste))
    return restes
