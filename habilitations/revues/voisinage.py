"""What the reviews ask of the applications above: which équipements have a campaign open, and which
reminder is due. They register when they start; alone, no campaign is open and nobody is reminded.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

# Of a Caf, on a day: ids of équipements.
EnCampagne = Callable[[int, date], frozenset[int]]
# Of a Caf, from a deadline, on a day: the step reached, in days from the deadline.
EtapeDue = Callable[[int, date, date], int | None]
# Of a Caf, from a deadline, after a day: the day of the next step.
ProchaineEtape = Callable[[int, date, date], date | None]


@dataclass
class _Voisins:
    en_campagne: EnCampagne
    etape_due: EtapeDue
    prochaine_etape: ProchaineEtape


_voisins = _Voisins(
    lambda caf_id, jour: frozenset(),
    lambda caf_id, echeance, jour: None,
    lambda caf_id, echeance, jour: None,
)


def inscrire(
    *,
    en_campagne: EnCampagne,
    etape_due: EtapeDue,
    prochaine_etape: ProchaineEtape,
) -> None:
    """Have these asked, from now on."""
    _voisins.en_campagne, _voisins.etape_due = en_campagne, etape_due
    _voisins.prochaine_etape = prochaine_etape


def equipements_en_campagne(caf_id: int, jour: date) -> frozenset[int]:
    """Ids of the équipements of a Caf for which something may be entered that day."""
    return _voisins.en_campagne(caf_id, jour)


def etape_du_jour(caf_id: int, echeance: date, jour: date) -> int | None:
    """The latest reminder reached, as the Caf's steps say; None when there is none."""
    return _voisins.etape_due(caf_id, echeance, jour)


def prochain_rappel(caf_id: int, echeance: date, jour: date) -> date | None:
    """The day, after that one, on which the next reminder of a review leaves; None at the end."""
    return _voisins.prochaine_etape(caf_id, echeance, jour)
