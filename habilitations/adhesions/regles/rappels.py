"""When an adhesion that waits is recalled to whoever holds it up: due and not yet said.

Pure. Days are counted from the last thing that either side did; a day missed is caught up once.
"""

from collections.abc import Collection
from datetime import date, timedelta

# Days without any movement after which it is recalled (H).
JOURS = (7, 15, 30)


def etape_due(dernier: date, jour: date, dites: Collection[int]) -> int | None:
    """The step to recall on that day, in days since the last movement; None when there is none.

    ``dites`` are the steps already said since that movement. Several missed make one: the latest.
    """
    attend = (jour - dernier).days
    passees = [etape for etape in JOURS if etape <= attend]
    if not passees or max(dites, default=0) >= passees[-1]:
        return None
    return passees[-1]


def prochain_rappel(dernier: date, jour: date, dites: Collection[int]) -> date | None:
    """The day of the next reminder should nothing move, that day included; None after the last."""
    if etape_due(dernier, jour, dites) is not None:
        return jour
    a_venir = (dernier + timedelta(days=etape) for etape in JOURS)
    return next((le for le in a_venir if le > jour), None)
