"""One forbidden act for each constraint of the declarations, by its name."""

from tests.declarations.contraintes import dossiers, elan, releves

CAS = dossiers.CAS | elan.CAS | releves.CAS

__all__ = ["CAS"]
