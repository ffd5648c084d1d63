"""Technical logs: one JSON line an event, on the standard error output."""

import re
from collections.abc import MutableMapping
from typing import Any

import structlog

# Libraries that tell a dozen lines for each PDF, of no use to whoever runs the portal.
BAVARDES = ("weasyprint", "weasyprint.progress", "fontTools")
# pyHanko says at each seal that it may not fetch lists from the network: that is what is wanted.
PRUDENTES = ("pyhanko", "pyhanko_certvalidator")
# Asked every few seconds by whoever watches the service: their answers would drown the rest.
SONDES = ("GET /sante/", "HEAD /sante/")
# Addresses that open something to whoever has them: a new password, a bilan without an account, an
# adhesion. A test finds those that are missing here.
CLES = re.compile(
    r"(/compte/mot-de-passe/nouveau/[0-9A-Za-z]+-|/repondre/|/adhesions/rejoindre/)[^/\s\"'?]+"
)


def taire_les_sondes(
    journal: Any, methode: str, evenement: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Drop the access lines of the health probes; what a probe finds wrong is still told."""
    acces = str(evenement.get("event", "")).startswith("request_")
    if acces and str(evenement.get("request", "")).startswith(SONDES):
        raise structlog.DropEvent
    return evenement


def taire_les_cles(
    journal: Any, methode: str, evenement: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Write « … » in place of the key of a personal link, wherever a line tells one."""
    for champ, valeur in evenement.items():
        if isinstance(valeur, str):
            evenement[champ] = CLES.sub(r"\1…", valeur)
    return evenement


def configurer(niveau: str) -> dict[str, Any]:
    """Set structlog up and return Django's LOGGING, from this level on."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.filter_by_level,
            taire_les_sondes,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.stdlib.add_logger_name,
            structlog.stdlib.add_log_level,
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                # Last, so that the lines of libraries go through it like ours.
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,  # those of libraries
                    taire_les_cles,
                    structlog.processors.JSONRenderer(ensure_ascii=False),
                ],
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
        "loggers": {nom: {"level": "WARNING"} for nom in BAVARDES}
        | {nom: {"level": "ERROR"} for nom in PRUDENTES},
        "root": {"handlers": ["console"], "level": niveau},
    }
