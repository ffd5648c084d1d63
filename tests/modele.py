"""The database that those of the tests are copied from: every migration, once.

Made from the schema as it is written, and the migrations that it lacks; tests/socle/
test_schema_ecrit.py proves that this is what the migrations make. It is named after what it was
made from and stays on the server between runs; the first process that needs another one makes it,
those that come meanwhile wait for it. Django still asks ``migrate`` to complete the copy.
"""

from hashlib import sha256
from pathlib import Path

from django.db import connection
from django.db.backends.utils import CursorWrapper

from portal.socle import schema_ecrit
from tests.schema import aller_sur

PREFIXE = "modele_des_tests_"
PREMIER = 101
VERROU = 0x6D6F64656C65  # « modele »: any number that nothing else locks


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
    somme = sha256(repr(schema_ecrit.empreintes()).encode())
    for source in (Path(__file__), schema_ecrit.FICHIER):
        somme.update(source.read_bytes())
    return somme.hexdigest()[:16]


def _modeles(curseur: CursorWrapper) -> list[str]:
    curseur.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIXE])
    return [nom for (nom,) in curseur.fetchall()]


def _construire(curseur: CursorWrapper, nom: str) -> None:
    """Make a draft, then give it its name: an interruption leaves nothing that would be used."""
    brouillon, base = f"{PREFIXE}brouillon", connection.settings_dict["NAME"]
    curseur.execute(f'CREATE DATABASE "{brouillon}"')
    aller_sur(brouillon)
    try:
        schema_ecrit.mettre_a_jour()
        _compter_depuis(PREMIER)
    finally:
        aller_sur(base)
    curseur.execute(f'ALTER DATABASE "{brouillon}" RENAME TO "{nom}"')


def _compter_depuis(premier: int) -> None:
    """No row has the id 1, whichever test comes first: tests write it for « somebody else »."""
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass, "
            "greatest(last_value + 1, %s), false) FROM pg_sequences WHERE schemaname = 'public'",
            [premier],
        )
