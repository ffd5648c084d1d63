"""The address that a monitoring server reads, closed to everybody else.

``web`` answers it before Django, whose names of hosts and redirections are for people; ``worker``
and ``beat`` on a port of their own. It is « not found » to whoever comes through the front server,
or from outside the internal network, or without the token.
"""

import os
import threading
from collections.abc import Callable, Iterable
from hmac import compare_digest
from ipaddress import ip_address
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import structlog
from django.conf import settings
from django.db import close_old_connections, connection
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from portal.socle.mesures import compteurs as compteurs  # counted before anything is
from portal.socle.portee import au_nom_du_systeme

log = structlog.get_logger(__name__)
ADRESSE = "/metriques/"
# What a front server adds: whoever brings one of them comes from outside.
DU_DEHORS = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED", "HTTP_X_REAL_IP")

Environ = dict[str, Any]
Repondre = Callable[..., Any]
Application = Callable[[Environ, Repondre], Iterable[bytes]]


def devant(portail: Application) -> Application:
    """The portal, with the address of its figures; the rest goes through untouched."""

    def application(environ: Environ, start_response: Repondre) -> Iterable[bytes]:
        if environ.get("PATH_INFO") == ADRESSE:
            return repondre(environ, start_response, avec_l_etat=True)
        return portail(environ, start_response)

    return application


def est_permis(environ: Environ) -> bool:
    """Whether who asks may read: from this machine, or from the internal network with the token."""
    try:
        adresse = ip_address(environ.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    if any(environ.get(entete) for entete in DU_DEHORS):
        return False
    if not settings.JETON_MESURES:
        return adresse.is_loopback
    attendu = f"Bearer {settings.JETON_MESURES}".encode()
    donne = environ.get("HTTP_AUTHORIZATION", "").encode()
    return adresse.is_private and compare_digest(donne, attendu)


def repondre(
    environ: Environ, start_response: Repondre, *, avec_l_etat: bool = False
) -> Iterable[bytes]:
    """The figures, in Prometheus's text format; 404 to whom they are not for."""
    if environ.get("PATH_INFO") != ADRESSE or not est_permis(environ):
        start_response("404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
        return [b""]
    corps = mesures(avec_l_etat=avec_l_etat)
    entetes = [("Content-Type", CONTENT_TYPE_LATEST), ("Cache-Control", "no-store")]
    start_response("200 OK", [*entetes, ("Content-Length", str(len(corps)))])
    return [corps]


def mesures(*, avec_l_etat: bool = False) -> bytes:
    """What the processes of this container counted, and where the portal stands if asked."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registre = CollectorRegistry()
        MultiProcessCollector(registre)  # type: ignore[no-untyped-call]
    else:
        registre = REGISTRY
    corps = generate_latest(registre)
    return corps + _etat() if avec_l_etat else corps


@au_nom_du_systeme("compter pour qui surveille le portail")
def _etat() -> bytes:
    """Asked of the database: outside a request, its connection is given back here."""
    from portal.socle.mesures.etat import EtatDuPortail  # models: Django must be ready

    registre = CollectorRegistry()
    registre.register(EtatDuPortail())
    try:
        return generate_latest(registre)
    finally:
        if not connection.in_atomic_block:
            close_old_connections()
            connection.close()


class _Serveur(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _SansJournal(WSGIRequestHandler):
    """A line every few seconds would drown the others."""

    def log_message(self, format: str, *args: Any) -> None:
        return


def servir(port: int) -> WSGIServer | None:
    """Answer on a port, from a thread; None when it is taken: work goes on unwatched."""
    try:
        serveur = make_server("0.0.0.0", port, repondre, _Serveur, _SansJournal)  # noqa: S104
    except OSError as erreur:
        log.warning("mesures.port_pris", port=port, raison=str(erreur))
        return None
    threading.Thread(target=serveur.serve_forever, name="mesures", daemon=True).start()
    return serveur
