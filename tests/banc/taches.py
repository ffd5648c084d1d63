"""Daily work and the engine, in this process: what each does is undone.

Each is stopped after ``LIMITE`` seconds, and said to be: nothing is extrapolated.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import OperationalError, connection, transaction

from declarations.models import Campagne, Declaration
from declarations.regles.controles.registre import executer
from declarations.services.campagnes import (
    appeler,
    equipements_a_appeler,
    generer_campagnes,
    generer_et_lancer,
)
from declarations.services.contenu import contenu_de
from declarations.services.contenu.chiffrage import chiffrer
from declarations.services.contenu.evaluation import Evaluation
from habilitations.services.equipements import cafs_suivies
from portal.accueil.peuplement.taille import GRAINE
from portal.accueil.peuplement.variantes import variante
from portal.relances.services.envoi import relancer
from portal.relances.services.plan import declarants, plan
from portal.socle.cloture import clore_la_journee
from subventions.models import PropositionBareme
from subventions.propositions.services.effet import compter, portee_de
from subventions.referentiels import plan_comptable
from subventions.regles.moteur import estimer
from subventions.services import bareme_applicable
from tests.banc import droits
from tests.banc.resultats import Mesure, composer

LIMITE = 120.0
PERSONNES = APPELS = 200
CALCULS, EVALUATIONS = 2_000, 40


class _Defaite(Exception):
    """Raised at the end of a task, so that nothing of it stays."""


class _TropLong(BaseException):
    """A task has had its time; no task that goes on after an error catches it."""


def mesurer(jour: date, maintenant: Any) -> Iterator[Mesure]:
    yield _tache("tâche : fenêtres et appels du jour", lambda: generer_et_lancer(jour))
    yield _tache(f"tâche : appeler {APPELS} déclarations", lambda: _appeler(jour))
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
    yield from droits.mesurer(maintenant)
    yield from _effets(jour.year)
    yield _calculs()
    yield from _evaluations()


def _appeler(jour: date) -> None:
    """Call the first files of the exercice to come, on the day its windows open."""
    premier, appelees = date(jour.year + 1, 1, 16), 0
    for caf in cafs_suivies():
        generer_campagnes(caf, jour.year)
        generer_campagnes(caf, jour.year + 1)
        for campagne in Campagne.objects.a_lancer(premier).filter(caf=caf):
            for equipement in equipements_a_appeler(campagne, premier):
                appeler(campagne, equipement)
                appelees += 1
                if appelees == APPELS:
                    return


def _tache(nom: str, faire: Callable[[], Any]) -> Mesure:
    debut, echeance = time.perf_counter(), _Echeance()
    try:
        with _annulee(echeance):
            faire()
    except (OperationalError, _TropLong):
        note = f"arrêtée après {time.perf_counter() - debut:.0f} s"
        return Mesure(nom, echeance.requetes, None, None, None, note=note)
    return composer(nom, [time.perf_counter() - debut], requetes=echeance.requetes)


class _Echeance:
    """Counts queries, and lets them through until the time is over."""

    def __init__(self) -> None:
        self.requetes = 0
        self._fin = time.monotonic() + LIMITE

    def __call__(self, executer: Any, *arguments: Any) -> Any:
        self.requetes += 1
        if time.monotonic() > self._fin:
            raise _TropLong
        return executer(*arguments)


@contextmanager
def _annulee(echeance: _Echeance) -> Iterator[None]:
    """A transaction that leaves nothing, in which neither a query nor all outlast the limit."""
    try:
        with transaction.atomic():
            with connection.cursor() as curseur:
                curseur.execute(f"SET LOCAL statement_timeout = {int(LIMITE * 1000)}")
            with connection.execute_wrapper(echeance):
                yield
            raise _Defaite
    except _Defaite:
        pass


def _effets(annee: int) -> Iterator[Mesure]:
    """What a value proposed to the nation changes among the drafts of the set: one of each."""
    for dispositif, code, valeur in (
        ("cct", "plafond_etp", "52000"),
        ("clas", "taux", "0.35"),
        ("er", "taux", "0.55"),
    ):
        proposee = PropositionBareme(
            dispositif=dispositif,
            parametre=code,
            valeur=Decimal(valeur),
            debut=annee - 1,
            source="Banc",
            marque="H",
        )
        debut = time.perf_counter()
        compte = compter([proposee], portee_de(proposee), lambda _: None)
        duree = time.perf_counter() - debut
        note = (
            f"{compte.examinees} brouillons, {compte.changees} changent, "
            f"{compte.examinees / duree:.0f}/s"
        )
        yield composer(f"effet d’une valeur : {dispositif}, {code}", [duree], note=note)


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


def _evaluations() -> Iterator[Mesure]:
    """Checks and estimate of a declaration, its reading included, then the rules alone."""
    dossiers = list(
        Declaration.objects.filter(etat="a_approuver")
        .select_related("version_courante", "equipement", "campagne")
        .prefetch_related("version_courante__volets")
        .order_by("pk")[:EVALUATIONS]
    )
    evaluees: list[Evaluation] = []
    yield _cadence(
        "moteur : une évaluation",
        [lambda d=d: evaluees.append(contenu_de(d.version_courante).evaluation) for d in dossiers],
    )
    yield _cadence(
        "moteur : une évaluation, règles seules",
        [lambda e=e: _appliquer_les_regles(e) for e in evaluees],
    )


def _appliquer_les_regles(evaluee: Evaluation) -> None:
    """The same evaluation again, from what was read; a context remembers, so it is a new one."""
    contexte = evaluee.contexte
    chiffrer(
        evaluee.grille, contexte.annee, evaluee.chiffrage.bareme, evaluee.lignes, evaluee.donnees
    )
    executer(replace(contexte))


def _cadence(nom: str, fois: list[Callable[[], Any]]) -> Mesure:
    durees = []
    for faire in fois:
        debut = time.perf_counter()
        faire()
        durees.append(time.perf_counter() - debut)
    if not durees:
        return Mesure(nom, None, None, None, None, note="aucun dossier")
    return composer(nom, durees, note=f"{len(durees) / sum(durees):.0f} évaluations/s")
