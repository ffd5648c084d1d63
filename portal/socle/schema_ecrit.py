"""The whole schema as SQL, so that an empty database need not play every migration.

Playing them renders every model dozens of times, a minute of computing; PostgreSQL takes a second
for what they amount to. ``schema_ecrit.sql.gz`` is what ``pg_dump`` says of a database that has
them all (``make schema``, tests/schema.py). Its first line names each migration with the digest of
its file: one that changed or went, or another version of what writes SQL, and the file is left
aside. One that was added since is simply played after it. See docs/decisions/0070.
"""

import gzip
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from sys import modules

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from psycopg import Cursor

FICHIER = Path(__file__).with_suffix(".sql.gz")
# What writes SQL of its own while migrating, beside the migrations.
OUTILS = ("django", "django-pghistory", "django-pgtrigger")
MARQUE = "-- "


@dataclass(frozen=True)
class Schema:
    """``empreintes``: what it was made from; ``appliquees``: (application, migration), in order."""

    empreintes: Mapping[str, str]
    appliquees: tuple[tuple[str, str], ...]
    sql: str

    def convient(self) -> bool:
        """Does everything that it was made from stand here as it was?"""
        return self.empreintes.items() <= empreintes().items()


def empreintes() -> dict[str, str]:
    """What the schema comes from: the digest of each migration, the version of each tool."""
    trouvees = {outil: version(outil) for outil in OUTILS}
    for (application, nom), migration in MigrationLoader(None).disk_migrations.items():
        source = Path(modules[type(migration).__module__].__file__ or "").read_bytes()
        trouvees[f"{application}.{nom}"] = sha256(source).hexdigest()[:16]
    return dict(sorted(trouvees.items()))


def lire(fichier: Path = FICHIER) -> Schema | None:
    """What is written; None when nothing is."""
    if not fichier.exists():
        return None
    tete, _, sql = gzip.decompress(fichier.read_bytes()).decode().partition("\n")
    donnees = json.loads(tete.removeprefix(MARQUE))
    appliquees = tuple((application, nom) for application, nom in donnees["appliquees"])
    return Schema(donnees["empreintes"], appliquees, sql)


def ecrire(schema: Schema, fichier: Path = FICHIER) -> None:
    """The same schema gives the same octets."""
    donnees = asdict(schema)
    sql = donnees.pop("sql")
    texte = f"{MARQUE}{json.dumps(donnees, separators=(',', ':'))}\n{sql}"
    fichier.write_bytes(gzip.compress(texte.encode(), mtime=0))


def mettre_a_jour() -> None:
    """Give the database every migration: at once when it is empty, then those that lack."""
    if _est_vide() and (schema := lire()) and schema.convient():
        poser(schema)
    executeur = MigrationExecutor(connection)
    if executeur.migration_plan(executeur.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def poser(schema: Schema) -> None:
    """Make everything in an empty database, and note each migration as applied; all or nothing."""
    with transaction.atomic(), connection.cursor() as curseur:
        # As pg_dump does, for what it writes: each name with its schema, functions in any order.
        curseur.execute("SET LOCAL search_path = ''; SET LOCAL check_function_bodies = false")
        # Psycopg's cursor, not ours, which would tell half a megabyte of SQL as a slow statement.
        with connection.wrap_database_errors, Cursor(connection.connection) as brut:
            brut.execute(schema.sql, prepare=False)
        curseur.execute("SET LOCAL search_path TO DEFAULT")
        enregistreur = MigrationRecorder(connection)
        enregistreur.migration_qs.bulk_create(
            enregistreur.Migration(app=application, name=nom)
            for application, nom in schema.appliquees
        )


def _est_vide() -> bool:
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT NOT EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace)"
        )
        return bool(curseur.fetchone()[0])
