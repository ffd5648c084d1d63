"""Background work of the reminders: entry points that call a service."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from portal.relances.regles.passage import PERIODE
from portal.relances.services import journee

# One Caf: seconds, minutes for the largest after days without a run.
DUREE_MAX = 900


@shared_task(raison="répartir le travail du jour")
def travail_du_jour(le: str = "") -> int:
    """Each hour of the day: hand the Cafs not done yet to the workers, one task each.

    The first run does the day's work; the next ones take up what died. ``le`` (AAAA-MM-JJ) replays
    another day. Returns how many Cafs were handed out.
    """
    jour = date.fromisoformat(le) if le else timezone.localdate()
    cafs = journee.preparer_la_journee(jour)
    for caf_id in cafs:
        # Not begun within the hour, it is handed out again: this copy is of no use any more.
        passer_la_caf.apply_async(args=[caf_id, jour.isoformat()], expires=PERIODE)
    return len(cafs)


@shared_task(
    raison="faire le travail du jour d’une Caf",
    time_limit=DUREE_MAX,
    soft_time_limit=DUREE_MAX - 60,
    ignore_result=True,
)
def passer_la_caf(caf_id: int, le: str) -> None:
    """The day's work of one Caf: what opens is called, reminders and digests are written."""
    journee.passer(caf_id, date.fromisoformat(le))
