"""Celery application: worker and beat load it with ``-A portal.celery``."""

import os
from typing import Any

from celery import Celery, signals
from celery.schedules import crontab

from portal import memoire
from portal.relances.regles.passage import DERNIERE_REPRISE, HEURE
from portal.socle.mesures.taches import brancher

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
app = Celery("portal", task_cls="portal.socle.taches:Tache")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
brancher()


def ranger_la_memoire(**_: Any) -> None:
    """Each process of a worker, once it has all the tasks."""
    memoire.servir()


signals.worker_process_init.connect(ranger_la_memoire, weak=False)
app.conf.beat_scheduler = "portal.planification:Planificateur"

# Hours are Europe/Paris (CELERY_TIMEZONE). A run missed while everything was stopped is caught up
# by beat when it starts again; each task is idempotent.
app.conf.beat_schedule = {
    "appliquer-les-transferts": {
        "task": "declarations.tasks.appliquer_transferts",
        "schedule": crontab(hour=0, minute=5),
    },
    "reprendre-les-exports": {"task": "declarations.tasks.reprendre_exports", "schedule": 300.0},
    "reprendre-les-projections": {
        "task": "subventions.tasks.reprendre_les_projections",
        "schedule": 300.0,
    },
    "reprendre-les-imports": {"task": "habilitations.tasks.reprendre_imports", "schedule": 300.0},
    "purger-les-exports": {
        "task": "declarations.tasks.purger_exports",
        "schedule": crontab(hour=3, minute=10),
    },
    "purger-les-courriels": {
        "task": "portal.socle.tasks.purger_les_courriels",
        "schedule": crontab(hour=3, minute=20),
    },
    "purger-les-pdf": {
        "task": "portal.socle.tasks.purger_les_pdf",
        "schedule": crontab(hour=3, minute=30),
    },
    "purger-les-avis": {
        "task": "portal.dossiers.tasks.purger_les_avis",
        "schedule": crontab(hour=3, minute=40),
    },
    "purger-les-simulations": {
        "task": "subventions.tasks.purger_les_simulations",
        "schedule": crontab(hour=3, minute=45),
    },
    "purger-les-connexions": {
        "task": "habilitations.tasks.purger_les_connexions",
        "schedule": crontab(hour=3, minute=50),
    },
    # At the first hour all Cafs, one task each; at the next ones, those that did not end.
    "arreter-les-releves": {
        "task": "declarations.tasks.arreter_les_releves",
        "schedule": crontab(hour="1-3", minute=15),
    },
    "sceller-le-journal": {
        "task": "portal.socle.tasks.sceller_le_journal",
        "schedule": crontab(hour=2, minute=30),
    },
    "verifier-les-droits": {
        "task": "habilitations.tasks.verifier_les_droits",
        "schedule": crontab(hour=4, minute=30),
    },
    "rappeler-les-adhesions": {
        "task": "habilitations.tasks.rappeler_les_adhesions",
        "schedule": crontab(hour=7, minute=20),
    },
    # After the day's work: reviews ask which campaigns it opened.
    "revoir-les-droits": {
        "task": "habilitations.tasks.revoir_les_droits",
        "schedule": crontab(hour=6, minute=20),
    },
    # Those asked for while nothing could be sealed; the others are sealed at once.
    "sceller-les-actes": {
        "task": "habilitations.tasks.sceller_les_actes",
        "schedule": crontab(minute=40),
    },
    "sceller-les-lettres": {
        "task": "subventions.tasks.sceller_les_lettres",
        "schedule": crontab(minute=50),
    },
    "verifier-l-integrite": {
        "task": "portal.accueil.tasks.verifier_integrite",
        "schedule": crontab(hour=4, minute=0),
    },
    # At the first hour the day's work, one task per Caf; each hour after it, what did not end.
    "travail-du-jour": {
        "task": "portal.relances.tasks.travail_du_jour",
        "schedule": crontab(hour=f"{HEURE}-{DERNIERE_REPRISE}", minute=0),
    },
    "denombrer-les-bilans": {"task": "bilans.tasks.denombrer", "schedule": 60.0},
    "envoyer-les-courriels": {"task": "portal.socle.tasks.tournee", "schedule": 60.0},
}
