"""Requests for a diagnostic, as partners make them."""

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from habilitations.models import Convention
from habilitations.permissions import Acteur
from subventions.diagnostics.services.demandes import Saisie, demander
from subventions.models import DemandeDiagnostic, LigneBareme
from subventions.services import charger_baremes
from tests.habilitations.fiches import convention_ctg
from tests.monde import Monde, acteur
from tests.socle import fichiers

MOTIF = "La facture ne porte pas sur l’étude de ce territoire."
FACTURE_LE = date(2026, 1, 12)


def demande(
    monde: Monde,
    convention: Convention | None = None,
    *,
    par: Acteur | None = None,
    depense: str = "18000",
    jeton: UUID | None = None,
    facture_le: date = FACTURE_LE,
) -> DemandeDiagnostic:
    """A request of the provider of finances, for a CTG of Les Passerelles; barème published."""
    if not LigneBareme.objects.filter(dispositif="diagnostic").exists():
        charger_baremes()
    return demander(
        (convention or convention_ctg(monde)).pk,
        Saisie("Étude du territoire, par le cabinet Arpent", Decimal(depense), facture_le),
        fichier=fichiers.televerse(fichiers.PDF, "facture.pdf"),
        jeton=jeton or uuid4(),
        acteur=par or acteur(monde.passerelles.finances),
    )
