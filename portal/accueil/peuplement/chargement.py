"""Loading of the set: refuses what is not its own, one Caf after the other, several at once."""

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from declarations.services.droits_anterieurs import ouvrir_les_droits_anterieurs
from declarations.services.releves import arreter_tout
from habilitations.models import Caf, Gestionnaire, Utilisateur
from portal.accueil.peuplement import ouvriers
from portal.accueil.peuplement.caf import peupler_caf
from portal.accueil.peuplement.patrons import Patrons
from portal.accueil.peuplement.taille import Plan
from portal.accueil.referentiels import charger_referentiels
from portal.socle import journal, temoin
from portal.socle.models import LigneJournal

# Fewer would cost more to start, and to compute in each process, than they save.
CAFS_PAR_PROCESSUS = 2
ACTION = "peuplement.commence"
# What stays when the set is effaced, with its history: what the portal is delivered with.
GARDEES = frozenset(
    {
        "auth_group",
        "auth_group_permissions",
        "auth_permission",
        "declarations_reglecalendrier",
        "declarations_seuilcontrole",
        "django_content_type",
        "django_migrations",
        "habilitations_caf",
        "relances_etaperelance",
    }
)


class PeuplementRefuse(Exception):
    """The set must not be loaded here; the message says why, in French."""


@dataclass(frozen=True)
class Bilan:
    """What a loading did."""

    cafs: int
    lignes: int


def peupler(plan: Plan, *, effacer: bool = False, dire: Callable[[str], None] = print) -> Bilan:
    """Load the set on an empty database, or in place of one loaded before with ``effacer``.

    Raises PeuplementRefuse outside a demonstration, or over data that are not its own.
    """
    exiger_une_base_a_soi(effacer=effacer)
    if effacer:
        tout_effacer()
        temoin.mettre_de_cote()
    temoin.attester()  # begun before the first seal
    charger_referentiels()
    details = {"cafs": plan.cafs, "jour": plan.jour.isoformat(), "graine": plan.graine}
    journal.ecrire(ACTION, auteur=None, details=details)
    lignes = _repartir(plan, dire)
    remettre_les_sequences()
    ouverts = ouvrir_les_droits_anterieurs()
    analyser()
    arreter_tout(timezone.now())  # as each night: the nation has totals at once
    temoin.attester()
    return Bilan(plan.cafs, lignes + ouverts.versions + ouverts.elan)


def exiger_une_base_a_soi(*, effacer: bool) -> None:
    if not settings.DEMO:
        raise PeuplementRefuse(
            "Ce jeu ne se charge que dans une démonstration (DEMO=1). Rien n’a été changé."
        )
    sien = LigneJournal.objects.filter(action=ACTION).exists()
    occupee = Gestionnaire.objects.exists() or Utilisateur.objects.exists()
    if occupee and not sien:
        raise PeuplementRefuse(
            "Cette base contient des données qui ne viennent pas d’un peuplement : choisissez-en "
            "une autre. Rien n’a été changé."
        )
    if sien and not effacer:
        raise PeuplementRefuse(
            "Cette base est déjà peuplée : --effacer pour la peupler de nouveau. "
            "Rien n’a été changé."
        )


@transaction.atomic
def tout_effacer() -> None:
    """Empty every table but those of the reference data, and start the ids again.

    Values of the barème rest on documents, which go; those of the files come back with the
    reference data.
    """
    tables = [
        nom
        for nom in connection.introspection.django_table_names(
            only_existing=True, include_views=False
        )
        if nom.removesuffix("event") not in GARDEES
    ]
    with connection.cursor() as curseur:
        noms = ", ".join(connection.ops.quote_name(nom) for nom in tables)
        curseur.execute(f"TRUNCATE {noms} RESTART IDENTITY")


def _repartir(plan: Plan, dire: Callable[[str], None]) -> int:
    """Load each Caf in a transaction of its own, on as many processes as there are processors."""
    cafs = list(Caf.objects.order_by("code")[: plan.cafs])
    peu = len(cafs) < (os.cpu_count() or 1) * CAFS_PAR_PROCESSUS
    # Other processes would not see what an open transaction has written.
    if peu or connection.in_atomic_block:
        patrons = Patrons()
        return sum(peupler_caf(rang, caf, plan, patrons) for rang, caf in enumerate(cafs))
    lignes = 0
    # Not forked: connections, and the threads of their pool, are not shared.
    contexte = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        os.cpu_count(), mp_context=contexte, initializer=ouvriers.preparer
    ) as processus:
        taches = [
            processus.submit(ouvriers.une_caf, rang, caf.pk, plan) for rang, caf in enumerate(cafs)
        ]
        for faites, tache in enumerate(taches, start=1):
            lignes += tache.result()
            if faites % 10 == 0:
                dire(f"{faites} Caf sur {len(cafs)} : {lignes} lignes.")
    return lignes


def remettre_les_sequences() -> None:
    """Every id was given: sequences go on from the last one."""
    modeles = [m for m in apps.get_models() if m._meta.managed and not m._meta.proxy]
    with connection.cursor() as curseur:
        for ordre in connection.ops.sequence_reset_sql(no_style(), modeles):
            curseur.execute(ordre)


def analyser() -> None:
    """Give the planner its statistics, and outside a transaction the maps of visible rows."""
    with connection.cursor() as curseur:
        curseur.execute("ANALYZE" if connection.in_atomic_block else "VACUUM (ANALYZE)")
