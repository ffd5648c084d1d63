"""Warn whoever runs the portal of what a check of the data found: log and e-mail."""

from collections.abc import Sequence
from datetime import datetime

import structlog
from django.conf import settings
from django.db import transaction

from portal.socle import courriels
from portal.socle.fautes import Faute

log = structlog.get_logger(__name__)
# More than these are counted: an e-mail of ten thousand lines is not read.
DITES = 50
INACHEVEE = Faute("vérification", "contrôle de la nuit", "elle n’a pas pu être menée à son terme")


@transaction.atomic
def alerter(fautes: Sequence[Faute], nombre: int, maintenant: datetime) -> int:
    """Tell the first faults found to the technical log and, by e-mail, to each EXPLOITANTS.

    ``nombre`` is how many there are in all. Return how many e-mails were written: none without
    fault, none when nobody is named.
    """
    if not nombre:
        return 0
    for faute in fautes:
        log.error("integrite.faute", **faute.en_json())
    log.error("integrite.verifiee", fautes=nombre)
    contexte = {"fautes": fautes, "nombre": nombre, "autres": nombre - len(fautes)}
    texte, html = courriels.rendre("integrite", contexte)
    for destinataire in settings.EXPLOITANTS:
        courriels.deposer(
            destinataire,
            f"Portail partenaires : {nombre} faute{'s' if nombre > 1 else ''} d’intégrité",
            texte,
            html=html,
            maintenant=maintenant,
        )
    return len(settings.EXPLOITANTS)
