"""Verbs of people, partners and rights."""

from habilitations.services.cafs import charger_cafs
from habilitations.services.notifications import inscrire_notification
from habilitations.services.postes import inscrire_poste

__all__ = ["charger_cafs", "inscrire_notification", "inscrire_poste"]
