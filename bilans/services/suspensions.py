"""The right that waits for the bilan: suspended after its deadline, restored when it comes (S)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from bilans.echeances import echeance_de
from bilans.models import Bilan
from bilans.regles.etats import AVANT_ENVOI, Etat
from bilans.regles.suspension import DISPOSITIFS, motif_de_suspension, suspend_le_droit
from habilitations.models import Utilisateur
from subventions.models import CauseSuspension, SuspensionDroit
from subventions.services.suspensions import lever, suspendre


def accorder_le_droit(
    bilan: Bilan, jour: date, maintenant: datetime, par: Utilisateur | None = None
) -> None:
    """Suspend or restore the right of an exercice, as its bilan stands now; idempotent.

    To be called at sending, at a dérogation, and by whatever changes what a bilan waits for, in
    its transaction. A right suspended for another cause stays so.
    """
    if bilan.dispositif not in DISPOSITIFS:
        return
    # As it is now: what a caller has just written is not always on what it holds (a dérogation).
    bilan = _lire(bilan.pk)
    equipement, echeance = bilan.equipement, echeance_de(bilan, jour)
    if equipement is None:
        return
    if echeance and suspend_le_droit(bilan.dispositif, bilan.etat, echeance):
        motif = motif_de_suspension(bilan.reference, echeance.le)
        cause = CauseSuspension.BILAN
        suspendre(equipement, bilan.annee, cause, motif, maintenant=maintenant, par=par)
    else:
        lever(
            equipement.pk,
            bilan.annee,
            CauseSuspension.BILAN,
            _motif_de_levee(bilan),
            maintenant=maintenant,
            par=par,
        )


def suspendre_les_droits(jour: date, caf_id: int | None = None) -> int:
    """After the deadlines: suspend what waits for its bilan, restore what no longer does.

    Each in its transaction; a replay changes nothing. Returns how many bilans were looked at:
    those late of the CLAS, and those whose right is suspended.
    """
    suspendus = SuspensionDroit.objects.en_cours().filter(cause=CauseSuspension.BILAN)
    en_retard = Bilan.objects.filter(
        dispositif__in=DISPOSITIFS, etat__in=AVANT_ENVOI, campagne__echeance_le__lt=jour
    )
    regardes = en_retard | Bilan.objects.filter(equipement__in=suspendus.values("equipement"))
    if caf_id is not None:
        regardes = regardes.filter(caf=caf_id)
    ids = list(regardes.order_by("pk").values_list("pk", flat=True))
    for pk in ids:
        _revoir(pk, jour)
    return len(ids)


@transaction.atomic
def _revoir(pk: int, jour: date) -> None:
    accorder_le_droit(Bilan.objects.verrouilles().get(pk=pk), jour, timezone.now())


def _lire(pk: int) -> Bilan:
    lus = Bilan.objects.select_related("campagne", "equipement", "version__questionnaire")
    return lus.prefetch_related("derogations", "demandes").get(pk=pk)


def _motif_de_levee(bilan: Bilan) -> str:
    if bilan.etat == Etat.SANS_OBJET:
        return f"Le bilan {bilan.reference} est sans objet."
    if bilan.etat in AVANT_ENVOI:
        return f"Une dérogation permet de transmettre le bilan {bilan.reference}."
    return f"Le bilan {bilan.reference} est transmis."
