"""Row-level security: which rows the role that serves is shown, table by table (decision 0069).

A table is behind the wall, with what opens its rows, or outside it, with the reason; who knows the
tables registers them (``inscrire``), and their histories follow. Conditions are SQL over ``{t}``,
the table, tried in their order after « everything »; they ask what ``portal.socle.portee`` said.
"""

import hashlib
import time
from collections.abc import Mapping
from typing import TypeVar

from django.apps import apps
from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper
from pghistory.models import Event

Conditions = tuple[str, ...]
Dit = TypeVar("Dit", Conditions, str)
POLITIQUE, LECTURE = "portail_mur", "portail_lecture"
# A table that somebody holds is waited for less than PostgreSQL waits before it looks for a
# deadlock: a save is never the one that is given up.
ATTENTE_MS, ESSAIS = 500, 40

_derriere: dict[str, Conditions] = {}
_dehors: dict[str, str] = {}
_lues: dict[str, str] = {}

# Queries that conditions name, run by the owner.
_fonctions: dict[str, str] = {}
# What the session was told, read once for a statement: each is asked in a subquery of its own.
FONCTIONS = """
CREATE OR REPLACE FUNCTION public.portail_ensemble(nom text) RETURNS bigint[]
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN coalesce(nullif(current_setting(nom, true), ''), '{}')::bigint[];
CREATE OR REPLACE FUNCTION public.portail_tout() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN coalesce(current_setting('portail.tout', true), '') = 'oui';
CREATE OR REPLACE FUNCTION public.portail_personne() RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('portail.personne', true), '')::bigint;
"""
MOTS = {
    "tout": "(SELECT public.portail_tout())",
    "personne": "(SELECT public.portail_personne())",
    **{
        mot: f"((SELECT public.portail_ensemble('portail.{mot}'))::bigint[])"
        for mot in ("cafs", "siens", "dossiers")
    },
}


def inscrire(
    derriere: Mapping[str, Conditions],
    dehors: Mapping[str, str],
    mots: Mapping[str, str],
    lues: Mapping[str, str],
) -> None:
    """Say what stands behind the wall and what outside, and what more conditions may name.

    ``lues``: tables that stand behind it for what is written alone, with the reason why anybody may
    read them. ``mots`` gives, by name, a query over the tables that answers ids; it is run by the
    owner, who sees them all, once for a statement.
    """
    _derriere.update(derriere)
    _dehors.update(dehors)
    _lues.update(lues)
    for mot, requete in mots.items():
        _fonctions[mot] = requete
        MOTS[mot] = f"((SELECT public.portail_{mot}())::bigint[])"


def derriere() -> dict[str, Conditions]:
    """What opens the rows of each table behind the wall, histories included."""
    return _avec_histoires(_derriere)


def dehors() -> dict[str, str]:
    """Why each other table is open to whoever serves, histories included."""
    return _avec_histoires(_dehors)


def lues() -> dict[str, str]:
    """Why each of these tables is read by anybody, and written behind the wall."""
    return dict(_lues)


def _avec_histoires(dites: Mapping[str, Dit]) -> dict[str, Dit]:
    """What is said of tables, and of the histories that have nothing of their own said."""
    trouvees = dict(dites)
    for modele in apps.get_models():
        if issubclass(modele, Event):
            suivi = modele.pgh_tracked_model
            if suivi is not None and suivi._meta.db_table in dites:
                trouvees.setdefault(modele._meta.db_table, dites[suivi._meta.db_table])
    return trouvees


def condition(table: str, conditions: Conditions) -> str:
    """The SQL of a policy. A CASE: tried in order, and it leaves the planner's counts alone."""
    branches = " ".join(f"WHEN {c.format(t=table, **MOTS)} THEN 1" for c in conditions)
    return f"CASE WHEN {MOTS['tout']} THEN 1 {branches} END IS NOT NULL"


def dresser() -> int:
    """Put every table behind the wall that must be; return how many changed. By the owner."""
    with transaction.atomic(), connection.cursor() as curseur:
        curseur.execute(FONCTIONS)
        for mot, requete in _fonctions.items():
            # Its owner sees every row of what it reads: a condition that asked the table itself
            # would ask for its policy, which may ask for this.
            curseur.execute(
                f"CREATE OR REPLACE FUNCTION public.portail_{mot}() RETURNS bigint[] "
                "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp "
                f"AS $corps$ SELECT array({requete.format(**MOTS)}) $corps$"
            )
        debout = _debout(curseur)
    voulues = {table: condition(table, c) for table, c in derriere().items()}
    changees = [t for t, sql in voulues.items() if debout.get(t) != _marque(t, sql)]
    for table in changees:
        _sans_attendre(table, _ordres(table, voulues[table]))
    for table in debout.keys() - voulues.keys():
        _sans_attendre(table, _ordres(table, None))
    return len(changees)


def abattre() -> int:
    """Take the wall down, whatever the reason; return how many tables were behind it."""
    with connection.cursor() as curseur:
        debout = _debout(curseur)
    for table in debout:
        _sans_attendre(table, _ordres(table, None))
    return len(debout)


def est_dresse() -> bool:
    """Tell whether a table at least is behind the wall."""
    with connection.cursor() as curseur:
        return bool(_debout(curseur))


def _debout(curseur: CursorWrapper) -> dict[str, str]:
    """The mark of the policy of each table that is behind the wall."""
    curseur.execute(
        "SELECT c.relname, coalesce(obj_description(p.oid, 'pg_policy'), '') FROM pg_policy p "
        "JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = 'public' AND p.polname = %s AND c.relrowsecurity",
        [POLITIQUE],
    )
    return dict(curseur.fetchall())


def _marque(table: str, sql: str) -> str:
    return hashlib.sha256(f"{sql}{table in _lues}".encode()).hexdigest()[:16]


def _ordres(table: str, sql: str | None) -> list[str]:
    ordres = [f"DROP POLICY IF EXISTS {nom} ON public.{table}" for nom in (POLITIQUE, LECTURE)]
    if sql is None:
        return [*ordres, f"ALTER TABLE public.{table} DISABLE ROW LEVEL SECURITY"]
    if table in _lues:  # one of the two is enough: nothing is tried for what is read
        ordres.append(f"CREATE POLICY {LECTURE} ON public.{table} FOR SELECT USING (true)")
    return [
        *ordres,
        f"CREATE POLICY {POLITIQUE} ON public.{table} USING ({sql})",
        f"COMMENT ON POLICY {POLITIQUE} ON public.{table} IS '{_marque(table, sql)}'",
        f"ALTER TABLE public.{table} ENABLE ROW LEVEL SECURITY",
    ]


def _sans_attendre(table: str, ordres: list[str]) -> None:
    """One table at a time, in a transaction of its own; tried again while somebody holds it."""
    for essai in range(1, ESSAIS + 1):
        try:
            with transaction.atomic(), connection.cursor() as curseur:
                curseur.execute(f"SET LOCAL lock_timeout = {ATTENTE_MS}")
                for ordre in ordres:
                    curseur.execute(ordre)
        except OperationalError:
            if essai == ESSAIS:
                raise
            time.sleep(ATTENTE_MS / 1000)
        else:
            return
