"""Questionnaires in files of our own: TOML, read strictly, written without losing anything."""

from bilans.definitions.ecriture import ecrire
from bilans.definitions.lecture import lire, lire_brouillon

__all__ = ["ecrire", "lire", "lire_brouillon"]
