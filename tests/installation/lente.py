"""A WSGI application that takes the seconds it is asked for: ``/?0.5``.

People wait less long in its queue than in the portal's, so that tests do too.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any

from portal import guichet

ATTENTE_MAX = 1.5


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    guichet.ATTENTE_MAX = ATTENTE_MAX  # in the process that serves, once it does
    environ["wsgi.input"].read()
    time.sleep(float(environ.get("QUERY_STRING") or 0))
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "4")])
    return [b"lent"]
