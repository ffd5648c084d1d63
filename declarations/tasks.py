"""Background work: entry points that call a service."""

from celery import shared_task
from django.utils import timezone

from declarations.services.transferts import appliquer_dus


@shared_task
def appliquer_transferts() -> int:
    """Once a day, after midnight: équipements that pass to another SIRET, missed days included."""
    maintenant = timezone.now()
    return appliquer_dus(maintenant, timezone.localdate(maintenant))
