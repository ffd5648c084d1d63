"""One forbidden act for each constraint of the declarations, by its name."""

from tests.declarations.contraintes import dossiers, elan

CAS = dossiers.CAS | elan.CAS

__all__ = ["CAS"]
