"""Transfers: an équipement passes to another SIRET on a date (DOMAINE §2, H).

Rights do not follow: they name a gestionnaire, and only those of the present one count. What
belongs to the applications above follows through their own services, which call these ones
(``declarations.services.transferts``).
"""

from datetime import date, datetime

from django.db import transaction

from habilitations.models import Adhesion, Equipement, Fonction, Gestionnaire, TransfertEquipement
from habilitations.permissions import Acteur
from habilitations.services.fiches import ouvrir, raconter
from portal.socle.formats import citer
from portal.socle.motifs import exiger_motif
from portal.socle.refus import (
    DemandeInvalide,
    impossible,
    interdit,
)

# The line of each action, in the chain of the gestionnaire who leaves and of the one who takes.
PREVU, ANNULE, EFFECTIF = (
    "equipement.transfert_prevu",
    "equipement.transfert_annule",
    "equipement.transfere",
)


@transaction.atomic
def decider_transfert(
    equipement_id: int, *, vers_id: int, le: date, motif: str, acteur: Acteur
) -> TransfertEquipement:
    """Decide that an équipement passes to another gestionnaire from the day ``le`` on.

    Applied at once when the day has come (``effectif_le`` is set), otherwise planned. The same
    decision again returns the first one. Raises ActionRefusee (not the responsable, another
    transfer is planned), DemandeInvalide (no active adhesion on that day, same gestionnaire, no
    reason, a day before the last transfer), Equipement.DoesNotExist.
    """
    equipement = ouvrir(equipement_id, acteur)
    exiger_responsable(equipement, acteur)
    motif = exiger_motif(motif, "Indiquez le motif du transfert.")
    demande = {"vers_id": vers_id, "le": le, "motif": motif}
    dernier = equipement.transferts.filter(annule_le=None).order_by("decide_le", "pk").last()
    if dernier and all(getattr(dernier, champ) == v for champ, v in demande.items()):
        return dernier  # A second click decides nothing more.
    if dernier and dernier.effectif_le is None:
        raise impossible("Un transfert de cet équipement est déjà prévu : annulez-le d’abord.")
    if dernier and le < dernier.le:
        raise DemandeInvalide("le", "Cette date précède le dernier transfert de l’équipement.")
    exiger_adhesion(equipement, vers_id, {le, max(le, acteur.jour)})
    if vers_id == equipement.gestionnaire_id:
        raise DemandeInvalide("vers", "L’équipement est déjà à ce gestionnaire.")
    transfert = TransfertEquipement.objects.create(
        equipement=equipement,
        de=equipement.gestionnaire,
        decide_par=acteur.utilisateur,
        decide_le=acteur.maintenant,
        **demande,
    )
    if le <= acteur.jour:
        _effectuer(transfert, acteur.maintenant, acteur)
    else:
        _raconter(PREVU, transfert, acteur)
    return transfert


@transaction.atomic
def annuler_transfert(transfert_id: int, *, acteur: Acteur) -> TransfertEquipement:
    """Give up a transfer that is not effective yet; again, it changes nothing.

    Raises ActionRefusee (not the responsable, it took effect), Equipement.DoesNotExist,
    TransfertEquipement.DoesNotExist.
    """
    transfert = TransfertEquipement.objects.get(pk=transfert_id)
    exiger_responsable(ouvrir(transfert.equipement_id, acteur), acteur)
    transfert.refresh_from_db()
    if transfert.effectif_le:
        raise impossible("Ce transfert est effectif : il ne s’annule plus.")
    if transfert.annule_le:
        return transfert
    transfert.annule_le, transfert.annule_par = acteur.maintenant, acteur.utilisateur
    transfert.save(update_fields=["annule_le", "annule_par"])
    _raconter(ANNULE, transfert, acteur)
    return transfert


@transaction.atomic
def appliquer_transfert(transfert_id: int, maintenant: datetime, jour: date) -> bool:
    """Apply a planned transfer whose day has come; tell whether it was done now.

    False when it is effective or cancelled already, not due, or when the gestionnaire who takes
    the équipement has no active adhesion any more: it then waits for the Caf (``empechement``).
    """
    transfert = TransfertEquipement.objects.get(pk=transfert_id)
    equipement = Equipement.objects.select_for_update(no_key=True).get(pk=transfert.equipement_id)
    transfert = TransfertEquipement.objects.select_related("de", "vers").get(pk=transfert_id)
    du = TransfertEquipement.objects.dus(jour).filter(pk=transfert.pk).exists()
    if not du or empechement(transfert, jour):
        return False
    transfert.equipement = equipement
    _effectuer(transfert, maintenant, None)
    return True


def empechement(transfert: TransfertEquipement, jour: date) -> str:
    """Why a planned transfer whose day has come could not take effect; empty when nothing does."""
    if jour < transfert.le or transfert.effectif_le or transfert.annule_le:
        return ""
    if a_une_adhesion(transfert.vers_id, transfert.equipement.caf_id, jour):
        return ""
    return f"L’adhésion du gestionnaire {citer(transfert.vers)} auprès de la Caf n’est pas active."


def exiger_responsable(equipement: Equipement, acteur: Acteur) -> None:
    if Fonction.RESPONSABLE_HABILITATIONS not in acteur.fonctions_sur(equipement):
        raise interdit("Seul le responsable des habilitations de la Caf décide d’un transfert.")


def a_une_adhesion(gestionnaire_id: int, caf_id: int, jour: date) -> bool:
    adhesions = Adhesion.objects.actives(jour)
    return adhesions.filter(gestionnaire=gestionnaire_id, caf=caf_id).exists()


def exiger_adhesion(equipement: Equipement, vers_id: int, jours: set[date]) -> None:
    """Raise DemandeInvalide unless the gestionnaire's adhesion to the Caf is active on each day."""
    if not all(a_une_adhesion(vers_id, equipement.caf_id, jour) for jour in jours):
        qui = Gestionnaire.objects.filter(pk=vers_id).first() or "Ce gestionnaire"
        raise DemandeInvalide(
            "vers", f"{qui} n’a pas d’adhésion active auprès de la Caf à cette date."
        )


def _effectuer(transfert: TransfertEquipement, maintenant: datetime, acteur: Acteur | None) -> None:
    transfert.effectif_le = maintenant
    transfert.save(update_fields=["effectif_le"])
    transfert.equipement.gestionnaire = transfert.vers
    transfert.equipement.save(update_fields=["gestionnaire"])
    _raconter(EFFECTIF, transfert, acteur)


def _raconter(action: str, transfert: TransfertEquipement, acteur: Acteur | None) -> None:
    """Tell it in both chains, always in the same order: two transfers never wait for each other."""
    details = {
        "transfert": transfert.pk,
        "de": transfert.de.nom,
        "vers": transfert.vers.nom,
        "de_id": transfert.de_id,
        "vers_id": transfert.vers_id,
        "le": transfert.le.isoformat(),
    }
    for gestionnaire_id in sorted((transfert.de_id, transfert.vers_id)):
        raconter(gestionnaire_id, action, transfert.equipement, acteur, transfert.motif, details)
