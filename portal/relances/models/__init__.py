"""Reminders: on which days, of what, in which e-mail, and what an adviser decided about them."""

from portal.relances.models.envois import Envoi, ResumeHebdo
from portal.relances.models.etapes import EtapeRelance, Etapes
from portal.relances.models.passages import Passage
from portal.relances.models.reglages import LONGUEUR_PHRASE, ReglageCampagne
from portal.relances.models.relances import Relance, RelanceQuerySet

__all__ = [
    "LONGUEUR_PHRASE",
    "Envoi",
    "EtapeRelance",
    "Etapes",
    "Passage",
    "ReglageCampagne",
    "Relance",
    "RelanceQuerySet",
    "ResumeHebdo",
]
