"""Files follow their équipement to another SIRET; rights do not (DOMAINE §2, H)."""

from datetime import date, datetime

import structlog
from django.db import transaction

from habilitations.models import TransfertEquipement
from habilitations.permissions import Acteur
from habilitations.services import transferts
from portal.dossiers.models import Dossier
from portal.dossiers.services.annonces_transferts import Acte, annoncer_transfert

journaux = structlog.get_logger(__name__)


@transaction.atomic
def transferer(
    equipement_id: int, *, vers_id: int, le: date, motif: str, acteur: Acteur
) -> TransfertEquipement:
    """Decide a transfer; when its day has come the files change hands with it.

    Raises what ``habilitations.services.transferts.decider_transfert`` raises.
    """
    _verrouiller(equipement_id)
    connus = frozenset(
        TransfertEquipement.objects.filter(equipement=equipement_id).values_list("pk", flat=True)
    )
    transfert = transferts.decider_transfert(
        equipement_id, vers_id=vers_id, le=le, motif=motif, acteur=acteur
    )
    if transfert.pk in connus:
        return transfert  # A second click tells nothing more.
    if transfert.effectif_le:
        suivre(equipement_id)
    acte = Acte.EFFECTIF if transfert.effectif_le else Acte.PREVU
    annoncer_transfert(transfert, acte, acteur.utilisateur, acteur.maintenant)
    return transfert


@transaction.atomic
def annuler(transfert_id: int, *, acteur: Acteur) -> TransfertEquipement:
    """Give up a transfer that is not effective yet, and tell those it was told to.

    Raises what ``habilitations.services.transferts.annuler_transfert`` raises.
    """
    prevu = TransfertEquipement.objects.prevus().filter(pk=transfert_id).exists()
    transfert = transferts.annuler_transfert(transfert_id, acteur=acteur)
    if prevu:
        annoncer_transfert(transfert, Acte.ANNULE, acteur.utilisateur, acteur.maintenant)
    return transfert


def appliquer_dus(maintenant: datetime, jour: date) -> int:
    """Apply the planned transfers whose day has come, missed days included; return how many.

    Each in its own transaction: one that waits for an adhesion does not hold the others back.
    """
    faits = 0
    dus = TransfertEquipement.objects.dus(jour).select_related(
        "equipement__caf", "equipement__portefeuille", "de", "vers"
    )
    for transfert in dus.order_by("le", "pk"):
        with transaction.atomic():
            _verrouiller(transfert.equipement_id)
            fait = transferts.appliquer_transfert(transfert.pk, maintenant, jour)
            if fait:
                suivre(transfert.equipement_id)
                annoncer_transfert(transfert, Acte.EFFECTIF, None, maintenant)
                faits += 1
        if not fait:
            motif = transferts.empechement(transfert, jour)
            journaux.warning("transfert_en_attente", transfert=transfert.pk, motif=motif)
    return faits


def suivre(equipement_id: int) -> int:
    """Give the files of an équipement its present gestionnaire; return how many moved.

    What was sent keeps who sent it: versions and computations are frozen.
    """
    dossiers = Dossier.objects.filter(equipement=equipement_id)
    a_suivre = dossiers.select_related("equipement").first()
    if a_suivre is None or a_suivre.equipement is None:
        return 0
    gestionnaire = a_suivre.equipement.gestionnaire_id
    return dossiers.exclude(gestionnaire=gestionnaire).update(gestionnaire=gestionnaire)


def _verrouiller(equipement_id: int) -> None:
    """Lock the files before the journal, as every act on a file does: no deadlock with them."""
    dossiers = Dossier.objects.filter(equipement=equipement_id).order_by("pk")
    list(dossiers.select_for_update(of=("self",)).values_list("pk", flat=True))
