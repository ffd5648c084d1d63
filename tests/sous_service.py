"""Playing requests under the role that serves, behind the wall (docs/decisions/0069).

The tests set up as the owner, who sees everything. The table of accesses is asked for with the
rights of the role that serves (``comme_le_service``); with ``SOUS_SERVICE=1`` in the environment,
so is each page of any test, and real processes log in as that role:

    SOUS_SERVICE=1 python -m pytest tests/declarations/views
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import TestCase, override_settings

from portal.socle import mur, roles

MIDDLEWARE = "tests.sous_service.SousServiceMiddleware"
DEMANDE = bool(os.environ.get("SOUS_SERVICE"))
ROLE = f"portail_service_{os.getpid()}"


def preparer() -> None:
    """Make the role and the wall; what they are stays as long as the database, or transaction."""
    roles.creer(ROLE)
    roles.accorder(ROLE)
    mur.dresser()


@contextmanager
def sous_service() -> Iterator[None]:
    """What is asked meanwhile is asked with the rights of the role that serves, and no others."""
    with connection.cursor() as curseur:
        curseur.execute(f"SET ROLE {ROLE}")
    try:
        yield
    finally:
        if not connection.needs_rollback and connection.connection is not None:
            with connection.cursor() as curseur:
                curseur.execute("RESET ROLE")


class SousServiceMiddleware:
    """Around all the others: what a request asks from the first line to the last."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with sous_service():
            return self.get_response(request)


def comme_le_service(classe: type[TestCase]) -> type[TestCase]:
    """Have every request of the clients of a class of tests answered so, whatever is asked for."""
    ceux = [c for c in settings.MIDDLEWARE if c != MIDDLEWARE]
    pris: type[TestCase] = override_settings(MIDDLEWARE=[MIDDLEWARE, *ceux])(classe)
    return pytest.mark.usefixtures("mur")(pris)
