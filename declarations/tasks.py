"""Background work: entry points that call a service."""

from celery import shared_task
from django.utils import timezone

from declarations.services.campagnes import generer_et_lancer
from declarations.services.transferts import appliquer_dus


@shared_task
def lancer_les_campagnes() -> int:
    """Once a day: windows of the year, declarations due, partners who joined meanwhile."""
    return generer_et_lancer(timezone.localdate())


@shared_task
def appliquer_transferts() -> int:
    """Once a day, after midnight: équipements that pass to another SIRET, missed days included."""
    maintenant = timezone.now()
    return appliquer_dus(maintenant, timezone.localdate(maintenant))
