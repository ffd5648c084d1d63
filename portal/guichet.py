"""Gunicorn’s worker, with a queue bounded in time: when the portal is full, it says so soon.

A browser gives up after twenty seconds and sends again: what waits longer is answered for nobody,
and the queue never empties. A request that has waited more than ATTENTE_MAX for a thread is told at
once to come back (503 and ``Retry-After``, RFC 9110 §10.2.3), which costs next to nothing: those
behind it are served in time. See docs/decisions/0022.
"""

import random
import time
from base64 import b64encode
from collections.abc import Callable, Iterable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from gunicorn.http import wsgi
from gunicorn.workers.gthread import TConn, ThreadWorker

from portal import memoire

# Seconds in the queue after which a request is refused: people still look at the page.
ATTENTE_MAX = 4.0
# What a script asks for by itself beside what is typed, and asks again: it gives way as soon as
# people wait, so that what they type is saved first.
SECONDAIRES = ("/panneau/",)
ATTENTE_SECONDAIRE = 0.05
# Seconds before coming back, chosen at random between the two: not all at the same moment.
REVENIR_DANS = (3, 9)
# Probes, figures of the watch and files of pages already given are served whatever the wait: they
# cost little.
SANS_REFUS = ("/sante/", "/metriques/", "/static/")

# A file and not a template: a full portal spends nothing on drawing it, nor on files beside it.
_PAGE = Path(__file__).with_name("guichet.html").read_bytes()
# Its one style is named by its hash: nothing else may apply, as on every page of the portal.
_STYLE = _PAGE.split(b"<style>")[1].split(b"</style>")[0]
POLITIQUE = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE).digest()).decode()}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Guichet(ThreadWorker):
    """The threaded worker, which notes when each connection asked for a thread."""

    def load_wsgi(self) -> None:
        super().load_wsgi()
        memoire.servir()

    def enqueue_req(self, conn: TConn) -> None:
        conn.arrivee = time.monotonic()
        super().enqueue_req(conn)

    def handle_request(self, req: Any, conn: TConn) -> bool:
        attente = time.monotonic() - conn.arrivee
        permise = ATTENTE_SECONDAIRE if req.path.endswith(SECONDAIRES) else ATTENTE_MAX
        if attente <= permise or req.path.startswith(SANS_REFUS):
            servie: bool = memoire.a_l_aise(super().handle_request, req, conn)
            return servie
        reponse, environ = wsgi.create(req, conn.sock, conn.client, conn.server, self.cfg)
        reponse.force_close()
        for morceau in refuser(environ, reponse.start_response):
            reponse.write(morceau)
        reponse.close()
        self.log.access(reponse, req, environ, timedelta(seconds=attente))
        return False


def refuser(
    environ: dict[str, Any], start_response: Callable[[str, list[tuple[str, str]]], Any]
) -> Iterable[bytes]:
    """WSGI application of a full portal: a page, or JSON for the scripts that save."""
    en_json = environ.get("HTTP_ACCEPT") == "application/json"
    corps = b'{"raison": "plein"}' if en_json else _PAGE
    start_response(
        "503 Service Unavailable",
        [
            ("Content-Type", "application/json" if en_json else "text/html; charset=utf-8"),
            ("Content-Length", str(len(corps))),
            ("Retry-After", str(random.randint(*REVENIR_DANS))),  # noqa: S311 (not a secret)
            ("Cache-Control", "no-store"),
            ("Content-Security-Policy", POLITIQUE),
        ],
    )
    return [] if environ.get("REQUEST_METHOD") == "HEAD" else [corps]
