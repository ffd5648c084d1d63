"""What Celery's processes count, and the last run of each planned task (``manage.py`` apart).

``brancher`` is called once by ``portal.celery``: worker and beat open their port, tasks are
counted where they run and where they are asked for.
"""

import time
from typing import Any

import structlog
from celery import Celery, signals
from celery.exceptions import TimeLimitExceeded, WorkerLostError
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from portal.socle.mesures.compteurs import DEMANDEES, compter_tache
from portal.socle.mesures.service import servir

log = structlog.get_logger(__name__)
TUEE = "TUEE"  # by its time limit, or with its process
_debuts: dict[str, float] = {}


def brancher() -> None:
    """Listen to Celery; the references are kept, for signals hold weak ones."""
    signals.worker_init.connect(_ouvrir, weak=False)
    signals.beat_init.connect(_ouvrir, weak=False)
    signals.before_task_publish.connect(_demandee, weak=False)
    signals.task_prerun.connect(_commencee, weak=False)
    signals.task_postrun.connect(_finie, weak=False)
    signals.task_failure.connect(_tuee, weak=False)


def dernier_passage(tache: str) -> dict[str, Any] | None:
    """When a planned task last ended, how and in how long; None when Redis does not know."""
    from redis import RedisError  # not for a command that asks nothing of it

    try:
        connu: dict[str, Any] | None = cache.get(_cle(tache))
    except RedisError:
        return None
    return connu


def _cle(tache: str) -> str:
    return f"exploitation:{tache}"


def _ouvrir(**_: Any) -> None:
    if settings.PORT_MESURES:
        servir(settings.PORT_MESURES)


def _demandee(sender: str = "", **_: Any) -> None:
    DEMANDEES.labels(sender).inc()


def _commencee(task_id: str = "", **_: Any) -> None:
    _debuts[task_id] = time.monotonic()


def _finie(
    task_id: str = "", task: Any = None, retval: Any = None, state: str | None = None, **_: Any
) -> None:
    duree = time.monotonic() - _debuts.pop(task_id, time.monotonic())
    compter_tache(task.name, str(state), duree)
    _retenir(task.app, task.name, str(state), duree, retval)


def _tuee(sender: Any = None, exception: BaseException | None = None, **_: Any) -> None:
    """A process that was killed says nothing itself; the main one of the worker does."""
    if isinstance(exception, TimeLimitExceeded | WorkerLostError):
        compter_tache(sender.name, TUEE)
        _retenir(sender.app, sender.name, TUEE, None, None)


def _retenir(app: Celery, tache: str, issue: str, secondes: float | None, resultat: Any) -> None:
    """Keep the last run of a planned task for the page of the operator; a count at most of it."""
    if tache not in {entree["task"] for entree in app.conf.beat_schedule.values()}:
        return
    passage = {
        "le": timezone.now(),
        "issue": issue,
        "secondes": secondes,
        "resultat": resultat if isinstance(resultat, int) else None,
    }
    from redis import RedisError

    try:
        cache.set(_cle(tache), passage, None)
    except RedisError as erreur:
        log.warning("mesures.passage_non_retenu", tache=tache, raison=type(erreur).__name__)
