"""Suspending the rights of an équipement for an exercice, and lifting it: journalled and told."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from habilitations.models import Equipement, Utilisateur
from portal.socle import journal
from portal.socle.requetes_ecrites import RequeteEcrite
from subventions.models import CauseSuspension, SuspensionDroit
from subventions.services.annonces import RETABLI, SUSPENDU, annoncer_suspension

_A_LEVER = RequeteEcrite(
    lambda equipement, annee, cause: (
        SuspensionDroit.objects.en_cours()
        .select_for_update(of=("self",))
        .select_related("equipement")
        .filter(equipement=equipement, annee=annee, cause=cause)
    )
)


def suspensions_de(equipement_id: int, annee: int) -> Sequence[SuspensionDroit]:
    """Return what keeps the rights of an exercice from being paid, the latest first."""
    return list(SuspensionDroit.objects.en_cours().filter(equipement=equipement_id, annee=annee))


def suspendre(
    equipement: Equipement,
    annee: int,
    cause: CauseSuspension,
    motif: str,
    *,
    maintenant: datetime,
    par: Utilisateur | None = None,
) -> bool:
    """Suspend the rights of an exercice for a cause; tell whether they were not already."""
    try:
        with transaction.atomic():
            suspension = SuspensionDroit.objects.create(
                caf_id=equipement.caf_id,
                equipement=equipement,
                annee=annee,
                cause=cause,
                motif=motif,
                suspendue_le=maintenant,
                suspendue_par=par,
            )
    except IntegrityError as erreur:
        if "suspension_droit_une_par_cause" not in str(erreur):
            raise
        return False
    _journaliser("droit.suspendu", suspension, motif, maintenant, par)
    annoncer_suspension(suspension, SUSPENDU, par, maintenant)
    return True


@transaction.atomic
def lever(
    equipement_id: int,
    annee: int,
    cause: CauseSuspension,
    motif: str,
    *,
    maintenant: datetime,
    par: Utilisateur | None = None,
) -> bool:
    """Lift a suspension; tell whether there was one. Two at once lift it once."""
    suspension = _A_LEVER.premiere(equipement_id, annee, cause)
    if suspension is None:
        return False
    suspension.levee_le, suspension.levee_par, suspension.levee_motif = maintenant, par, motif
    suspension.save(update_fields=["levee_le", "levee_par", "levee_motif"])
    _journaliser("droit.retabli", suspension, motif, maintenant, par)
    annoncer_suspension(suspension, RETABLI, par, maintenant)
    return True


def _journaliser(
    action: str,
    suspension: SuspensionDroit,
    motif: str,
    maintenant: datetime,
    par: Utilisateur | None,
) -> None:
    equipement = suspension.equipement
    journal.ecrire(
        action,
        auteur=par,
        objet=suspension,
        gestionnaire_id=equipement.gestionnaire_id,
        caf_id=equipement.caf_id,
        motif=motif,
        details={
            "equipement": equipement.pk,
            "annee": suspension.annee,
            "cause": suspension.cause,
        },
        le=maintenant,
    )
