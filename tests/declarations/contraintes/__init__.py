"""One forbidden act for each constraint of the declarations, by its name."""

from tests.declarations.contraintes import dossiers, echanges, elan

CAS = dossiers.CAS | echanges.CAS | elan.CAS

__all__ = ["CAS"]
