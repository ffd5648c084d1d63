"""Two roles of the database: the owner migrates, the other one serves (docs/decisions/0057).

The role that serves reads and writes rows, no more: it owns nothing, so it can neither change a
table nor switch a trigger off nor empty anything; what is only ever added to, it cannot change nor
delete either. Which tables are so is read from the models, where triggers say the same.
"""

from collections.abc import Iterator

import pgtrigger
from django.apps import apps
from django.db import connection, transaction
from pghistory.models import Event
from psycopg import sql

SERVICE = "portail_service"
ECRITURES = ("UPDATE", "DELETE")
# Only migrations write there.
LUES_SEULEMENT = ("django_migrations",)


class RoleAbsent(Exception):
    """The role that serves does not exist in this cluster."""


def interdits() -> dict[str, frozenset[str]]:
    """What is taken away from the role that serves, by table: UPDATE, DELETE.

    Tables whose trigger refuses it whatever the row, and the histories that triggers write.
    """
    trouves: dict[str, set[str]] = {}
    for modele, declencheur in pgtrigger.registered():
        if isinstance(declencheur, pgtrigger.Protect) and not declencheur.condition:
            for ecriture in ECRITURES:
                if ecriture in str(declencheur.operation):
                    trouves.setdefault(modele._meta.db_table, set()).add(ecriture)
    for histoire in apps.get_models():
        if issubclass(histoire, Event):
            trouves.setdefault(histoire._meta.db_table, set()).update(ECRITURES)
    for table in LUES_SEULEMENT:
        trouves[table] = {"INSERT", *ECRITURES}
    return {table: frozenset(mots) for table, mots in sorted(trouves.items())}


@transaction.atomic
def accorder(role: str = SERVICE) -> None:
    """Give the role that serves what it needs, and no more; asked by the owner, after a migration.

    All at once: the version before goes on serving, and must not be without its rights for a
    moment. Done again, it changes nothing. Raises RoleAbsent.
    """
    with connection.cursor() as curseur:
        curseur.execute("SELECT count(*) FROM pg_roles WHERE rolname = %s", [role])
        if not curseur.fetchone()[0]:
            raise RoleAbsent(role)
        for ordre in _ordres(role):
            curseur.execute(ordre.as_string(curseur.connection))


def creer(role: str = SERVICE) -> None:
    """Make that role, without a password: for the embedded servers, closed to other accounts."""
    with connection.cursor() as curseur:
        curseur.execute("SELECT count(*) FROM pg_roles WHERE rolname = %s", [role])
        if not curseur.fetchone()[0]:
            ordre = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE")
            curseur.execute(ordre.format(sql.Identifier(role)).as_string(curseur.connection))


def _ordres(role: str) -> Iterator[sql.Composable]:
    noms = {
        "role": sql.Identifier(role),
        "base": sql.Identifier(str(connection.settings_dict["NAME"])),
    }
    for ordre in (
        "GRANT CONNECT ON DATABASE {base} TO {role}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {role}",
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    ):
        yield sql.SQL(ordre).format(**noms)
    for table, mots in interdits().items():
        yield sql.SQL("REVOKE {mots} ON {table} FROM {role}").format(
            mots=sql.SQL(", ").join(map(sql.SQL, sorted(mots))),
            table=sql.Identifier(table),
            **noms,
        )
    yield sql.SQL(SANS_DEROBADE)


# django-pgtrigger lets any session name triggers that are to be ignored. Only the owner may:
# migrations do. Written again by each migration that adds a trigger, hence here.
SANS_DEROBADE = """
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name NAME)
RETURNS BOOLEAN AS $$
DECLARE
    ignores TEXT := current_setting('pgtrigger.ignore', true);
BEGIN
    IF ignores IS NULL OR ignores = '' THEN
        RETURN FALSE;
    END IF;
    IF NOT pg_has_role(
        current_user,
        (SELECT proowner FROM pg_proc
          WHERE oid = 'public._pgtrigger_should_ignore(name)'::regprocedure),
        'MEMBER'
    ) THEN
        RETURN FALSE;
    END IF;
    RETURN trigger_name = ANY(ignores::TEXT[]);
END;
$$ LANGUAGE plpgsql
"""
