"""Daily work and the engine, in this process: what each does is undone.

Each is stopped after ``LIMITE`` seconds, and said to be: nothing is extrapolated.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from declarations.models import Campagne, Declaration
from declarations.services.campagnes import equipements_a_appeler, generer_et_lancer
from declarations.services.evaluation import evaluer
from habilitations.models import Caf
from portal.accueil.peuplement.taille import GRAINE
from portal.accueil.peuplement.variantes import variante
from portal.relances.services.envoi import relancer
from portal.relances.services.plan import declarants, plan
from portal.socle.cloture import clore_la_journee
from subventions.referentiels import plan_comptable
from subventions.regles.moteur import estimer
from subventions.services import bareme_applicable
from tests.banc.resultats import Mesure, composer

LIMITE = 60.0
PERSONNES = 200
CALCULS, EVALUATIONS = 2_000, 40


class _Defaite(Exception):
    """Raised at the end of a task, so that nothing of it stays."""


def mesurer(jour: date, maintenant: Any) -> Iterator[Mesure]:
    yield _tache("tâche : fenêtres et appels du jour", lambda: generer_et_lancer(jour))
    yield _tache("tâche : fenêtres de l’année suivante", lambda: _annee_suivante(jour))
    personnes = declarants(jour)[:PERSONNES]
    yield _tache(
        f"tâche : prévoir les rappels de {len(personnes)} personnes",
        lambda: plan(jour, personnes=personnes),
    )
    yield _tache(
        f"tâche : écrire les rappels de {len(personnes)} personnes",
        lambda: relancer(jour, personnes=personnes),
    )
    yield _tache("tâche : sceller le journal", lambda: clore_la_journee(maintenant))
    yield _calculs()
    yield _evaluations()


def _annee_suivante(jour: date) -> int:
    """What the first day of the next exercice finds to do: windows to make, and whom to call."""
    premier = date(jour.year + 1, 1, 16)
    caf = Caf.objects.filter(equipements__isnull=False).order_by("pk").first()
    if caf is None:
        return 0
    return sum(
        len(equipements_a_appeler(campagne, premier))
        for campagne in Campagne.objects.filter(caf=caf)
    )


def _tache(nom: str, faire: Callable[[], Any]) -> Mesure:
    debut = time.perf_counter()
    requetes, note = 0, ""
    try:
        with _annulee(), CaptureQueriesContext(connection) as captees:
            try:
                faire()
            finally:
                requetes = len(captees)
    except (OperationalError, TimeoutError) as erreur:
        note = f"arrêtée après {time.perf_counter() - debut:.0f} s ({type(erreur).__name__})"
        return Mesure(nom, requetes, None, None, None, note=note)
    return composer(nom, [time.perf_counter() - debut], requetes=requetes)


@contextmanager
def _annulee() -> Iterator[None]:
    """A transaction that leaves nothing, in which no query lasts longer than the limit."""
    try:
        with transaction.atomic():
            with connection.cursor() as curseur:
                curseur.execute(f"SET LOCAL statement_timeout = {int(LIMITE * 1000)}")
            yield
            raise _Defaite
    except _Defaite:
        pass


def _calculs() -> Mesure:
    """The engine alone, on what the set sends: per second, in one process."""
    annee, entrees = 2025, []
    for rang in range(8):
        recit = variante("cct", rang, annee, GRAINE)
        entrees.append(_postes(recit.etp))
    bareme, comptes = bareme_applicable("cct", annee), plan_comptable()
    debut = time.perf_counter()
    for rang in range(CALCULS):
        estimer("cct", entrees[rang % len(entrees)], bareme, comptes, annee)
    duree = time.perf_counter() - debut
    return composer(
        "moteur : un calcul", [duree / CALCULS], note=f"{CALCULS / duree:.0f} calculs/s"
    )


def _postes(etps: Any) -> dict[str, Any]:
    return {
        "postes": [
            {
                "libelle": f"Poste {rang}",
                "etp": str(etp),
                "mois": "12",
                "salaire_charge": "48211.50",
                "autres_depenses": "2651.63",
            }
            for rang, etp in enumerate(etps, start=1)
        ]
    }


def _evaluations() -> Mesure:
    """Checks and estimate of a declaration, its reading included."""
    dossiers = list(
        Declaration.objects.filter(etat="a_approuver")
        .select_related("version_courante", "equipement", "campagne")
        .prefetch_related("version_courante__volets")
        .order_by("pk")[:EVALUATIONS]
    )
    durees = []
    for dossier in dossiers:
        debut = time.perf_counter()
        evaluer(dossier, dossier.version_courante)
        durees.append(time.perf_counter() - debut)
    if not durees:
        return Mesure("moteur : une évaluation", None, None, None, None, note="aucun dossier")
    return composer(
        "moteur : une évaluation", durees, note=f"{len(durees) / sum(durees):.0f} évaluations/s"
    )
