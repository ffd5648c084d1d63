"""What every file shares, whatever is filled in."""

from portal.dossiers.models.dossiers import Dossier, DossierQuerySet

__all__ = ["Dossier", "DossierQuerySet"]
