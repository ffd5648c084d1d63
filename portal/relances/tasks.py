"""Background work of the reminders: entry points that call a service."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from declarations.services.campagnes import generer_et_lancer
from portal.relances.services.envoi import relancer
from portal.relances.services.resume import resumer_la_semaine

# Under the hour after which the queue gives a task not yet acknowledged to another worker.
DUREE_MAX = 3000


@shared_task(time_limit=DUREE_MAX, soft_time_limit=DUREE_MAX - 60)
def travail_du_jour(le: str = "") -> int:
    """Once a day: open the campaigns due, then write the reminders; return how many of these.

    The first run of a week also writes the digests of the advisers.

    ``le`` (AAAA-MM-JJ) replays another day. Run twice, the second does nothing.
    """
    jour = date.fromisoformat(le) if le else timezone.localdate()
    try:
        generer_et_lancer(jour)
    finally:  # A campaign that cannot be opened does not hold the reminders of the others back.
        bilan = relancer(jour)
        resumer_la_semaine(jour)
    return len(bilan.courriels)
