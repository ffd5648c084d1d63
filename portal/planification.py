"""Beat under a clock that jumps: what is due stays due.

Celery waits from the last run of each task. After a clock that went ahead and came back, that run
stands in the future, and nothing would be asked for until then: seals, reminders, e-mails.
"""

from datetime import timedelta
from typing import Any

import structlog
from celery.beat import PersistentScheduler

log = structlog.get_logger(__name__)
# Clocks of one machine differ by less.
TOLERANCE = timedelta(minutes=5)


class Planificateur(PersistentScheduler):
    """The scheduler of Celery, which takes a last run in the future for one of this moment."""

    def tick(self, *args: Any, **kwargs: Any) -> float:
        self._revenir_a_l_heure()
        attente: float = super().tick(*args, **kwargs)
        return attente

    def _revenir_a_l_heure(self) -> None:
        avancees = []
        for entree in self.schedule.values():
            maintenant = entree.default_now()
            if entree.last_run_at and entree.last_run_at - maintenant > TOLERANCE:
                entree.last_run_at = maintenant
                avancees.append(entree.name)
        if avancees:
            log.warning("planification.horloge_reculee", taches=sorted(avancees))
            self._heap = None  # made again by ``tick``, from these last runs
