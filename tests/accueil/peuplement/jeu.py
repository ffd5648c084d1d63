"""A set small enough for tests: two Cafs, four partners each, the known ones among them."""

from datetime import date

import time_machine
from django.apps import apps
from django.db import connection

from portal.accueil.demo.reperes import instant
from portal.accueil.peuplement.chargement import peupler
from portal.accueil.peuplement.taille import GRAINE, Plan, Taille

JOUR = date(2026, 11, 28)
HEURE = 12
TAILLE = Taille(
    gestionnaires=4,
    equipements=48,
    conseillers=2,
    charges_de_conseil=1,
    responsables=1,
    variantes=2,
)


REMPLIES = (
    *("declarations", "dossiers", "habilitations", "mfa", "relances", "socle", "subventions"),
)


def petit(cafs: int = 2, graine: int = GRAINE) -> Plan:
    return Plan(cafs=cafs, jour=JOUR, graine=graine, taille=TAILLE)


def charger(plan: Plan | None = None, *, effacer: bool = False) -> None:
    """Load it, on the day that it tells, and let every deferred constraint speak.

    What the loading itself journals would otherwise be dated of the day of the test.
    """
    plan = plan or petit()
    with time_machine.travel(instant(plan.jour, HEURE), tick=False):
        peupler(plan, effacer=effacer, dire=lambda _: None)
    connection.check_constraints()


def empreintes(condition: str = "TRUE", tables: tuple[str, ...] = ()) -> dict[str, str]:
    """A hash of what each table holds, rows in any order."""
    toutes = apps.get_models(include_auto_created=True)
    noms = tables or tuple(
        sorted(m._meta.db_table for m in toutes if m._meta.app_label in REMPLIES)
    )
    rendues = {}
    with connection.cursor() as curseur:
        for nom in noms:
            curseur.execute(
                f"SELECT md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) FROM {nom} t "
                f"WHERE {condition}"
            )
            rendues[nom] = curseur.fetchone()[0]
    return rendues
