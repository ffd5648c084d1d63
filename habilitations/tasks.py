"""Background work of the rights: all of them verified, once a day."""

import structlog
from celery import shared_task
from django.utils import timezone

from habilitations.services.alertes import alerter
from habilitations.verification import Examen, alterations

log = structlog.get_logger(__name__)
# Under the hour after which the queue gives a task not yet acknowledged to another worker.
DUREE_MAX = 3000
# Alerts written in one transaction.
ENSEMBLE = 500


@shared_task(time_limit=DUREE_MAX, soft_time_limit=DUREE_MAX - 120)
def verifier_les_droits() -> int:
    """Once a day: verify every right, by lots, and tell the Cafs of those that are altered.

    Return how many do not verify, those that a revoked key had signed included.
    """
    refuses, maintenant = 0, timezone.now()
    a_dire: list[Examen] = []
    for examen in alterations():
        if examen.motif is None:
            continue
        refuses += 1
        a_dire.append(examen)
        if len(a_dire) == ENSEMBLE:
            alerter(a_dire, maintenant)
            a_dire.clear()
    alerter(a_dire, maintenant)
    log.info("droits.verifies", refuses=refuses)
    return refuses
