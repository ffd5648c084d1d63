"""What a migration must not do while the version before it serves (docs/decisions/0073).

``fautes`` reads Django's operations, not their SQL: it knows what was there before each of them,
which tables are new, and what Django does itself rather than the database (default values).
"""

from collections.abc import Iterator

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.migrations import operations as o
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models.fields import NOT_PROVIDED
from pgtrigger.migrations import AddTrigger, RemoveTrigger

from portal.socle.schema import EnUneFois

# Says why, when these rules cannot see that the version before is at ease: « compatible », or that
# the portal is to be stopped for this one: « avec_arret ».
DISPENSES = ("compatible", "avec_arret")
RETRAITS = (o.RemoveField, o.DeleteModel, o.RenameField, o.RenameModel, o.AlterModelTable)
SANS_EFFET = (
    *(o.CreateModel, o.RemoveIndex, o.RemoveConstraint, o.AlterModelOptions, o.AlterModelManagers),
    *(o.AlterModelTableComment, o.RenameIndex, AddIndexConcurrently, RemoveTrigger),
)
# What django-pghistory writes: it follows the columns, and refuses nothing.
SUIVIS = ("insert_insert", "update_update", "delete_delete")
BORNES = ("max_length", "max_digits", "decimal_places")


def fautes(migration: migrations.Migration, avant: ProjectState) -> list[str]:
    """What would trouble the version before, in French; empty when the migration says why not."""
    if any(getattr(migration, dispense, "") for dispense in DISPENSES):
        return []
    etat, neuves, dites = avant.clone(), set(), []
    for operation in _a_plat(migration.operations):
        if isinstance(operation, o.CreateModel):
            neuves.add(operation.name_lower)
        table = getattr(operation, "model_name_lower", "") or getattr(operation, "name_lower", "")
        if isinstance(operation, AddTrigger | RemoveTrigger):
            table = operation.model_name.lower()
        if table not in neuves:
            dites += [f"{table} : {f}" for f in _regles(operation, migration.app_label, etat)]
        operation.state_forwards(migration.app_label, etat)
    return dites


def _a_plat(operations: list[Operation]) -> Iterator[Operation]:
    for operation in operations:
        if isinstance(operation, EnUneFois):
            yield from _a_plat(list(operation.operations))
        elif isinstance(operation, o.SeparateDatabaseAndState):
            # The version before does not see the state; what touches the database counts.
            yield from _a_plat(operation.database_operations)
        else:
            yield operation


def _regles(operation: Operation, application: str, etat: ProjectState) -> Iterator[str]:
    if isinstance(operation, RETRAITS):
        yield "retire ou renomme ce que la version d’avant lit encore"
    elif isinstance(operation, o.AddField):
        if _obligatoire(operation.field):
            yield f"« {operation.name} » est obligatoire, sans valeur de la base (db_default)"
        if operation.field.unique:
            yield f"« {operation.name} » est unique"
    elif isinstance(operation, o.AlterField):
        ancien = etat.models[application, operation.model_name_lower].fields[operation.name]
        yield from _changements(operation.name, ancien, operation.field)
    elif isinstance(operation, o.AddIndex) and not isinstance(operation, AddIndexConcurrently):
        yield "un index se fait sans bloquer qui écrit : AddIndexConcurrently, atomic = False"
    elif isinstance(operation, AddTrigger):
        if operation.trigger.name not in SUIVIS:
            yield f"le déclencheur « {operation.trigger.name} » peut refuser ce qu’elle écrit"
    elif not isinstance(operation, SANS_EFFET):
        yield f"{type(operation).__name__} : rien ne dit qu’elle s’en accommode"


def _obligatoire(champ: models.Field) -> bool:
    return not (champ.null or champ.many_to_many or champ.db_default is not NOT_PROVIDED)


def _changements(nom: str, ancien: models.Field, neuf: models.Field) -> Iterator[str]:
    (_, avant, _, anciennes), (_, apres, _, nouvelles) = ancien.deconstruct(), neuf.deconstruct()
    if avant != apres or anciennes.get("to") != nouvelles.get("to"):
        yield f"« {nom} » change de type"
    if ancien.null and not neuf.null:
        yield f"« {nom} » devient obligatoire"
    if neuf.unique and not ancien.unique:
        yield f"« {nom} » devient unique"
    if any((nouvelles.get(b) or 10**9) < (anciennes.get(b) or 10**9) for b in BORNES):
        yield f"« {nom} » se resserre"
