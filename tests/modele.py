"""The database that those of the tests are copied from: every migration, played once.

Playing the migrations takes Django seconds, copying a database a fraction of one.
The model is named after what it was made from and stays on the server between runs; the first
process that needs another one makes it, those that come meanwhile wait for it. Django still asks
``migrate`` to complete the copy: a model that lacked a migration would only be slower.
"""

from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from sys import modules

from django.core.management import call_command
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.migrations.loader import MigrationLoader

PREFIXE = "modele_des_tests_"
PREMIER = 101
VERROU = 0x6D6F64656C65  # « modele »: any number that nothing else locks
# What writes SQL of its own while migrating, beside the migrations.
OUTILS = ("django", "django-pghistory", "django-pgtrigger")


def modele_a_jour() -> str:
    """The name of the database that has every migration of this tree, made if it is not there.

    Older models are dropped then. Needs the right to create databases, as any test database does.
    """
    nom = PREFIXE + _empreinte()
    with connection._nodb_cursor() as curseur:
        curseur.execute("SELECT pg_advisory_lock(%s)", [VERROU])  # released with this connection
        if nom not in _modeles(curseur):
            for ancien in _modeles(curseur):
                curseur.execute(f'DROP DATABASE "{ancien}"')
            _construire(curseur, nom)
    return nom


def _empreinte() -> str:
    """Of every migration, whichever application or library it comes from, and of this file."""
    somme = sha256(" ".join(f"{outil} {version(outil)}" for outil in OUTILS).encode())
    somme.update(Path(__file__).read_bytes())
    for cle, migration in sorted(MigrationLoader(None).disk_migrations.items()):
        somme.update(repr(cle).encode())
        somme.update(Path(modules[type(migration).__module__].__file__).read_bytes())
    return somme.hexdigest()[:16]


def _modeles(curseur: CursorWrapper) -> list[str]:
    curseur.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIXE])
    return [nom for (nom,) in curseur.fetchall()]


def _construire(curseur: CursorWrapper, nom: str) -> None:
    """Migrate a draft, then give it its name: an interruption leaves nothing that would be used."""
    brouillon, base = f"{PREFIXE}brouillon", connection.settings_dict["NAME"]
    curseur.execute(f'CREATE DATABASE "{brouillon}"')
    _aller_sur(brouillon)
    try:
        call_command("migrate", verbosity=0, interactive=False)
        _compter_depuis(PREMIER)
    finally:
        _aller_sur(base)
    curseur.execute(f'ALTER DATABASE "{brouillon}" RENAME TO "{nom}"')


def _compter_depuis(premier: int) -> None:
    """No row has the id 1, whichever test comes first: tests write it for « somebody else »."""
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass, "
            "greatest(last_value + 1, %s), false) FROM pg_sequences WHERE schemaname = 'public'",
            [premier],
        )


def _aller_sur(base: str) -> None:
    connection.close()
    connection.close_pool()  # it would keep its own sessions over the former database
    connection.settings_dict["NAME"] = base
