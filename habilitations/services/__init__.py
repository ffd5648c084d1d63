"""Verbs of people, partners and rights."""

from habilitations.services.cafs import charger_cafs

__all__ = ["charger_cafs"]
