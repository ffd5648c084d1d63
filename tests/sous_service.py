"""Playing requests under the role that serves, behind the wall (docs/decisions/0069).

The tests set up as the owner, who sees everything. With the fixture ``derriere_le_mur``, or
``SOUS_SERVICE=1`` in the environment for any test, each page is asked for with the rights of the
role that serves, and real processes log in as that role:

    SOUS_SERVICE=1 python -m pytest tests/declarations/views
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection
from django.http import HttpRequest, HttpResponse

DEMANDE = bool(os.environ.get("SOUS_SERVICE"))
ROLE = f"portail_service_{os.getpid()}"
_en_service = DEMANDE


def preparer() -> None:
    """Make the role and the wall; what they are stays as long as the database, or transaction."""
    # Read once Django is ready: ``make pile`` starts processes before it is.
    from portal.socle import mur, roles

    roles.creer(ROLE)
    roles.accorder(ROLE)
    mur.dresser()


def en_service() -> bool:
    """Are pages and processes those of the role that serves?"""
    return _en_service


@contextmanager
def pages_en_service() -> Iterator[None]:
    """Pages asked for meanwhile, on any thread, and processes started are of that role."""
    global _en_service  # read by the threads of a server
    avant, _en_service = _en_service, True
    try:
        yield
    finally:
        _en_service = avant


@contextmanager
def sous_service() -> Iterator[None]:
    """What is asked meanwhile is asked with the rights of the role that serves, and no others.

    Said to the connection itself: a role needs to be told neither scope nor author.
    """
    connection.ensure_connection()
    connection.connection.execute(f"SET ROLE {ROLE}")
    try:
        yield
    finally:
        if not connection.needs_rollback and connection.connection is not None:
            connection.connection.execute("RESET ROLE")


class SousServiceMiddleware:
    """Around all the others: what a request asks from the first line to the last."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not en_service():
            return self.get_response(request)
        with sous_service():
            return self.get_response(request)
