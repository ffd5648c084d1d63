"""Background work of the whole portal: the nightly check of its data."""

import structlog
from celery import shared_task
from django.utils import timezone

from portal.accueil.alerte import DITES, INACHEVEE, alerter
from portal.accueil.integrite import verifier
from portal.socle.fautes import Faute

log = structlog.get_logger(__name__)
# Under the hour after which the queue gives a task not yet acknowledged to another worker.
DUREE_MAX = 3000


@shared_task(
    raison="vérifier toutes les données", time_limit=DUREE_MAX, soft_time_limit=DUREE_MAX - 120
)
def verifier_integrite() -> int:
    """Once a day, read only; return how many faults were found, and alert when there are any.

    Stopped before its end, by its time or by a failure, it says so: silence means that all agrees.
    """
    dites: list[Faute] = []
    nombre = 0
    try:
        for faute in verifier():
            nombre += 1
            if len(dites) < DITES:
                dites.append(faute)
    except Exception:  # SoftTimeLimitExceeded included
        log.exception("integrite.inachevee")
        alerter([INACHEVEE, *dites], nombre + 1, timezone.now())
        raise
    alerter(dites, nombre, timezone.now())
    if not nombre:
        log.info("integrite.verifiee", fautes=0)
    return nombre
