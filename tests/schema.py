"""``make schema``: writes ``portal/socle/schema_ecrit.sql.gz`` again, after a migration.

From what is written already and the migrations added since, in seconds; from nothing, by every
migration, when one of those that it was made from has changed.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from portal.socle import schema_ecrit
from portal.socle.schema_ecrit import Schema, poser
from portal.socle.serveurs.postgres import _binaire

# What pg_dump says of itself and of its session, and what only a superuser may do.
_DEHORS = re.compile(
    r"\\(un)?restrict |-- Dumped |COMMENT ON EXTENSION "
    r"|SELECT pg_catalog\.set_config\('search_path'"
    r"|SET (\w+_timeout|client_\w+|standard_conforming_strings|check_function_bodies|xmloption"
    r"|row_security|default_tablespace|default_table_access_method) = "
)


@contextmanager
def base_neuve(nom: str) -> Iterator[None]:
    """An empty database of this server, where the connection leads meanwhile."""
    habituelle = connection.settings_dict["NAME"]
    with connection._nodb_cursor() as curseur:
        curseur.execute(f'DROP DATABASE IF EXISTS "{nom}"')
        curseur.execute(f'CREATE DATABASE "{nom}" TEMPLATE template0')
    aller_sur(nom)
    try:
        yield
    finally:
        aller_sur(habituelle)
        with connection._nodb_cursor() as curseur:
            # A session given back to the pool may still be told nothing any more, apart.
            curseur.execute(f'DROP DATABASE "{nom}" WITH (FORCE)')


def aller_sur(base: str) -> None:
    """Lead the connection of this process to another database of the same server."""
    connection.close()
    connection.close_pool()  # it would keep its own sessions over the former database
    connection.settings_dict["NAME"] = base


def schema_de_la_base() -> str:
    """What the current database is made of, and the rows that migrations put there, as SQL."""
    acces = connection.get_connection_params()
    fin = subprocess.run(
        [
            str(_binaire("pg_dump")),
            *("--no-owner", "--no-privileges", "--inserts", "--rows-per-insert=500"),
            "--exclude-table-data=public.django_migrations*",  # and the sequence of their ids
            *("--host", acces["host"], "--port", str(acces.get("port") or 5432)),
            *("--username", acces["user"], acces["dbname"]),
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    lignes = fin.stdout.splitlines(keepends=True)
    return "".join(ligne for ligne in lignes if not _DEHORS.match(ligne))


def appliquees() -> tuple[tuple[str, str], ...]:
    """What the current database says it has of migrations, in the order of names."""
    lignes = MigrationRecorder(connection).migration_qs.values_list("app", "name")
    return tuple(sorted(lignes))


def relu(schema: Schema) -> Schema:
    """As PostgreSQL says it once it has read it: lists of words are then written otherwise."""
    with base_neuve("schema_relu"):
        poser(schema)
        return replace(schema, sql=schema_de_la_base())


def main() -> int:
    with base_neuve("schema_a_ecrire"):
        if "--tout" in sys.argv:
            call_command("migrate", verbosity=0, interactive=False)
        else:
            schema_ecrit.mettre_a_jour()
        schema = schema_ecrit.Schema(schema_ecrit.empreintes(), appliquees(), schema_de_la_base())
    schema_ecrit.ecrire(relu(schema))
    sys.stdout.write(f"{schema_ecrit.FICHIER} : {len(schema.appliquees)} migrations.\n")
    return 0


if __name__ == "__main__":
    django.setup()
    sys.exit(main())
