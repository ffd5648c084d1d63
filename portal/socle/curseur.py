"""How statements reach PostgreSQL: planned once for a connection, when they are one command.

Planning took more time than reading: the same statements come again at each page. They are bound
by the server and prepared after ``prepare_threshold`` executions (docs/decisions/0067). History
puts the author of a change before the change (django-pghistory), and a prepared statement holds
one command: several keep Django's own way, parameters written in the text.
"""

import re
from typing import Any

from django.db.backends.postgresql.base import ServerBindingCursor
from psycopg import ClientCursor, Cursor

_COMMANDE = re.compile(r"\s*(?:SELECT|INSERT|UPDATE|DELETE)\b", re.IGNORECASE)
_SUITE = re.compile(r";\s*\S")


def est_preparable(requete: object) -> bool:
    """Whether a statement is one command that PostgreSQL can plan before it knows its values."""
    return (
        isinstance(requete, str)
        and _COMMANDE.match(requete) is not None
        and _SUITE.search(requete) is None
    )


class Curseur(ServerBindingCursor, Cursor[Any]):
    """A cursor of Django that prepares single commands, and writes the values in the others."""

    def execute(
        self,
        query: Any,
        params: Any = None,
        *,
        prepare: bool | None = None,
        binary: bool | None = None,
    ) -> "Curseur":
        if not est_preparable(query):
            prepare = False
            if params:
                query, params = ClientCursor(self.connection).mogrify(query, params), None
        super().execute(query, params, prepare=prepare, binary=binary)
        return self
