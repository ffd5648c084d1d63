"""Beat under a clock that jumps."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from celery.beat import ScheduleEntry

from portal.celery import app
from portal.planification import Planificateur
from tests.monde import MAINTENANT


class Sans(Planificateur):
    """The same, which asks no queue for anything: it notes what it would have asked."""

    def __init__(self, fichier: Path) -> None:
        self.demandees: list[str] = []
        super().__init__(app, schedule_filename=str(fichier), lazy=False)

    def apply_async(self, entry: ScheduleEntry, *args: object, **kwargs: object) -> None:
        self.demandees.append(entry.name)


@pytest.fixture
def planificateur(tmp_path: Path) -> Sans:
    with time_machine.travel(MAINTENANT, tick=False):
        return Sans(tmp_path / "planning")


def tourner(planificateur: Sans, quand: datetime) -> set[str]:
    """What one minute of ticks asks for at this moment."""
    planificateur.demandees.clear()
    with time_machine.travel(quand, tick=False):
        for _ in range(20):
            planificateur.tick()
    return set(planificateur.demandees)


def test_c_est_celui_que_beat_emploie() -> None:
    assert app.conf.beat_scheduler == "portal.planification:Planificateur"


def test_chaque_nuit_le_journal_est_scelle(planificateur: Sans) -> None:
    nuit = MAINTENANT.replace(hour=2, minute=31) + timedelta(days=1)
    assert "sceller-le-journal" in tourner(planificateur, nuit)
    assert "sceller-le-journal" not in tourner(planificateur, nuit + timedelta(minutes=1))


@pytest.mark.parametrize("heure", [1, 2, 3])
def test_chaque_nuit_les_totaux_des_controles_sont_arretes_et_repris(
    planificateur: Sans, heure: int
) -> None:
    nuit = MAINTENANT.replace(hour=heure, minute=16) + timedelta(days=1)
    assert "arreter-les-releves" in tourner(planificateur, nuit)
    assert "arreter-les-releves" not in tourner(planificateur, nuit + timedelta(minutes=1))


def test_une_horloge_partie_devant_puis_revenue_n_arrete_rien(planificateur: Sans) -> None:
    tourner(planificateur, MAINTENANT + timedelta(days=1500))
    tourner(planificateur, MAINTENANT)
    assert "envoyer-les-courriels" in tourner(planificateur, MAINTENANT + timedelta(minutes=2))
    nuit = MAINTENANT.replace(hour=4, minute=1) + timedelta(days=1)
    assert {"sceller-le-journal", "verifier-l-integrite"} <= tourner(planificateur, nuit)
