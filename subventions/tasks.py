"""Background work of the subsidies: entry points that take ids and call a service."""

from celery import shared_task
from django.utils import timezone

from subventions.propositions.services import annonces, effet

# Under the hour after which the queue gives a task not yet acknowledged to another worker.
DUREE_MAX = 3000


@shared_task(time_limit=DUREE_MAX, soft_time_limit=DUREE_MAX - 120)
def calculer_effet(proposition_id: int) -> None:
    """Count what a proposed value changes among the estimates under way; run twice, once done."""
    effet.calculer(proposition_id, timezone.now())


@shared_task
def annoncer_publication(proposition_id: int) -> int:
    """Tell the advisers of a value published; run twice, nobody is told twice."""
    return annonces.annoncer_publication(proposition_id, timezone.now())
