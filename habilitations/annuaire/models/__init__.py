"""Lists sent to the annuaire."""

from habilitations.annuaire.models.imports import EtatImport, ImportAnnuaire, LigneImport

__all__ = ["EtatImport", "ImportAnnuaire", "LigneImport"]
