"""The counters, and how each is counted (docs/decisions/0071).

A label is a word of the code – a view, a task, a state –, never what somebody typed, nor who: the
number of series is bounded, and whoever reads them learns nothing about people or figures.
With PROMETHEUS_MULTIPROC_DIR, the processes of a container write in files that one of them adds up.
"""

import os
from pathlib import Path

from django.db import transaction

if _dossier := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
    Path(_dossier).mkdir(parents=True, exist_ok=True)  # asked for by the line below

from prometheus_client import Counter, Histogram

METHODES = ("GET", "HEAD", "POST")
AUTRE = "AUTRE"
SANS_VUE = "sans_vue"  # static files, unknown addresses, what a middleware refused
# Seconds: a browser gives up at twenty (portal.guichet), a task of the day lasts minutes.
PALIERS_PAGES = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20)
PALIERS_TACHES = (0.1, 1, 5, 15, 60, 300, 900, 3000)

REQUETES = Counter(
    "portail_requetes", "Requests answered, by view, method and status.", ["vue", "methode", "code"]
)
DUREES = Histogram(
    "portail_requete_secondes", "Seconds to answer, by view.", ["vue"], buckets=PALIERS_PAGES
)
TACHES = Counter("portail_taches", "Tasks ended, by name and outcome.", ["tache", "issue"])
DUREES_TACHES = Histogram(
    "portail_tache_secondes", "Seconds that tasks took.", ["tache"], buckets=PALIERS_TACHES
)
DEMANDEES = Counter("portail_taches_demandees", "Tasks put in the queue.", ["tache"])
COURRIELS = Counter("portail_courriels", "Sendings tried, by outcome.", ["issue"])
ENREGISTREMENTS = Counter(
    "portail_enregistrements", "Saves of what is typed, by object and outcome.", ["objet", "issue"]
)
TRANSMISSIONS = Counter("portail_transmissions", "Files sent to the Caf.", ["objet"])
REQUETES_LENTES = Counter("portail_sql_lentes", "Statements longer than SQL_LENTES_MS.")


def compter_requete(vue: str, methode: str, code: int, secondes: float) -> None:
    """One request answered; a method that the portal does not know is not told apart."""
    connue = methode if methode in METHODES else AUTRE
    REQUETES.labels(vue or SANS_VUE, connue, str(code)).inc()
    DUREES.labels(vue or SANS_VUE).observe(secondes)


def compter_tache(tache: str, issue: str, secondes: float | None = None) -> None:
    """One task ended; ``secondes`` is None when it was killed."""
    TACHES.labels(tache, issue).inc()
    if secondes is not None:
        DUREES_TACHES.labels(tache).observe(secondes)


def compter_courriel(issue: str) -> None:
    """One attempt to send an e-mail: the state it leaves, or « reporte »."""
    COURRIELS.labels(issue).inc()


def compter_enregistrement(objet: str, issue: str) -> None:
    """One save, once it is committed: « ecrit », « conflit », « refuse » or « rien »."""
    transaction.on_commit(lambda: ENREGISTREMENTS.labels(objet, issue).inc(), robust=True)


def compter_transmission(objet: str) -> None:
    """One declaration or bilan sent, once it is committed."""
    transaction.on_commit(lambda: TRANSMISSIONS.labels(objet).inc(), robust=True)
