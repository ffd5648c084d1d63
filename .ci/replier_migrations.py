"""Usage: python .ci/replier_migrations.py 0018_schema

Folds the migrations of each application of the portal into one of that name, which replaces them:
to be committed in place of their files. It says what it leaves out. See docs/migrations.md.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import django

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.apps import apps  # noqa: E402
from django.contrib.postgres.constraints import ExclusionConstraint  # noqa: E402
from django.contrib.postgres.operations import BtreeGistExtension  # noqa: E402
from django.db.migrations import CreateModel, Migration, RunPython, RunSQL  # noqa: E402
from django.db.migrations.loader import MigrationLoader  # noqa: E402
from django.db.migrations.operations import SeparateDatabaseAndState  # noqa: E402
from django.db.migrations.operations.base import Operation  # noqa: E402
from django.db.migrations.state import ModelState  # noqa: E402
from django.db.migrations.writer import MigrationWriter  # noqa: E402
from pgtrigger.migrations import AddTrigger  # noqa: E402

from portal.socle.schema import EnUneFois  # noqa: E402

DEHORS = (RunPython, RunSQL, SeparateDatabaseAndState)


def replier(lecteur: MigrationLoader, label: str, nom: str, siennes: set[str]) -> Migration:
    """The migration that makes the tables of an application as all of its migrations leave them."""
    cles = sorted(cle for cle in lecteur.disk_migrations if cle[0] == label)
    tables = [
        t for (application, _), t in lecteur.project_state().models.items() if application == label
    ]
    for cle in cles:
        for operation in lecteur.disk_migrations[cle].operations:
            if isinstance(operation, DEHORS):
                sys.stderr.write(f"{'.'.join(cle)} : {operation.describe()}\n")
    migration = Migration(nom, label)
    migration.initial = True
    # What they had replaced themselves too: a database may know the former names alone.
    anciennes = {a for cle in cles for a in lecteur.disk_migrations[cle].replaces}
    migration.replaces = sorted({*cles, *anciennes})
    migration.dependencies = sorted(
        (autre, nom if autre in siennes else lecteur.graph.leaf_nodes(autre)[0][1])
        for autre in {a for table in tables for a in nommees(table)} - {label}
    )
    triees = [*(creer(t) for t in tables), *(o for t in tables for o in declencher(t))]
    migration.operations = [EnUneFois(operations=triees)]
    if any(isinstance(c, ExclusionConstraint) for t in tables for c in t.options["constraints"]):
        migration.operations.insert(0, BtreeGistExtension())
    return migration


def nommees(table: ModelState) -> Iterator[str]:
    """The applications that a table names: by a foreign key, or as what it is based on."""
    for base in table.bases:
        if isinstance(base, str):
            yield base.partition(".")[0]
    for champ in table.fields.values():
        if champ.remote_field:
            yield str(champ.remote_field.model).partition(".")[0].lower()


def creer(table: ModelState) -> Operation:
    """Empty options are left out."""
    options = {
        option: valeur
        for option, valeur in table.options.items()
        if option != "triggers" and (valeur or option not in ("constraints", "indexes"))
    }
    champs = list(table.fields.items())
    return CreateModel(table.name, champs, options, table.bases, table.managers)


def declencher(table: ModelState) -> Iterator[Operation]:
    for declencheur in table.options.get("triggers", ()):
        yield AddTrigger(table.name.lower(), declencheur)


def est_du_portail(application: Path) -> bool:
    """The environment stands in the same folder: its libraries keep their migrations."""
    dedans = application.is_relative_to(RACINE)
    return dedans and "site-packages" not in application.relative_to(RACINE).parts


def main(nom: str) -> None:
    lecteur = MigrationLoader(None)
    siennes = {
        c.label: Path(c.path) / "migrations"
        for c in apps.get_app_configs()
        if est_du_portail(Path(c.path)) and c.label in lecteur.migrated_apps
    }
    repliees = [replier(lecteur, label, nom, set(siennes)) for label in siennes]
    for migration in repliees:  # once all are made: each reads the files of the others
        dossier = siennes[migration.app_label]
        for ancien in dossier.glob("0*.py"):
            ancien.unlink()
        (dossier / f"{nom}.py").write_text(MigrationWriter(migration, False).as_string())
        (dossier / "max_migration.txt").write_text(f"{nom}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
