"""A WSGI application that takes the seconds it is asked for: ``/?0.5``.

People wait less long in its queue than in the portal's, so that tests do too. ``/profond`` tells
how many pages of memory its calls touch.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any

from portal import guichet
from tests.profondeur import pages_touchees

ATTENTE_MAX = 1.5


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    guichet.ATTENTE_MAX = ATTENTE_MAX  # in the process that serves, once it does
    environ["wsgi.input"].read()
    time.sleep(float(environ.get("QUERY_STRING") or 0))
    dit = str(pages_touchees()) if environ["PATH_INFO"] == "/profond" else "lent"
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(dit)))])
    return [dit.encode()]
