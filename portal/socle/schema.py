"""Migrations that make many tables without waiting.

Django renders again every model that a new table names, and all those that these name, after each
operation of a migration: here, where everything leads to accounts, the whole portal each time. An
empty database took a minute of computing. What one migration makes together is rendered once.
"""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class EnUneFois(Operation):
    """Tables with all that they hold, and their triggers, made from the state that they lead to.

    Takes ``CreateModel`` complete with their fields, indexes and constraints, in any order –
    foreign keys are added when the migration ends – and ``AddTrigger``. An ``AddField`` about one
    of these tables has no place here: the table would have the column already.
    """

    serialization_expand_args = ["operations"]

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # what is not rendered is not rendered again
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Triggers leave with their tables."""
        for operation in reversed(self.operations):
            if isinstance(operation, CreateModel):
                operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Make {sum(isinstance(o, CreateModel) for o in self.operations)} tables at once"
