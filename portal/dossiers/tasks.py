"""Background work of files of any kind: entry points that call a service."""

from celery import shared_task
from django.utils import timezone

from portal.dossiers.services import nouvelles


@shared_task(raison="effacer les avis anciens")
def purger_les_avis() -> int:
    """Once a day: notices told long enough ago leave the lists."""
    return nouvelles.purger(timezone.now())
