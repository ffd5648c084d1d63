"""What happens to a right once granted: suspended, resumed, withdrawn; signed anew each time.

Its signature covers its suspension and its withdrawal: neither is taken back by hand.
"""

from django.db import transaction

from habilitations.models import Habilitation
from habilitations.permissions import Acteur
from habilitations.services.accord import (
    Demande,
    est_responsable,
    exiger_couvert,
    exiger_delegation,
    ouvrir_adhesion,
    raconter,
)
from habilitations.services.signature import est_intact, modifier
from portal.socle.motifs import exiger_motif
from portal.socle.refus import impossible, interdit


@transaction.atomic
def suspendre_droit(droit_id: int, *, motif: str, acteur: Acteur) -> Habilitation:
    """Take a right away as a precaution, at once and until it is resumed; again, no effect.

    Raises ActionRefusee (not the Caf's responsable, withdrawn), DemandeInvalide,
    Habilitation.DoesNotExist.
    """
    droit = _ouvrir_pour_la_caf(droit_id, acteur)
    if droit.suspendue_le:
        return droit
    motif = exiger_motif(motif, "Indiquez le motif de la suspension.")
    modifier(droit, acteur.maintenant, suspendue_le=acteur.maintenant, suspendue_motif=motif)
    raconter("droit.suspendu", droit, acteur, motif=motif)
    return droit


@transaction.atomic
def reprendre_droit(droit_id: int, *, acteur: Acteur) -> Habilitation:
    """Give a suspended right back; again, no effect.

    Raises ActionRefusee (not the Caf's responsable; withdrawn; no longer what was signed),
    Habilitation.DoesNotExist.
    """
    droit = _ouvrir_pour_la_caf(droit_id, acteur)
    if not droit.suspendue_le:
        return droit
    if not est_intact(droit):
        raise impossible("Ce droit n’est plus celui que la Caf a signé : accordez-en un autre.")
    modifier(droit, acteur.maintenant, suspendue_le=None, suspendue_motif="")
    raconter("droit.repris", droit, acteur)
    return droit


@transaction.atomic
def retirer_droit(droit_id: int, *, motif: str, acteur: Acteur) -> Habilitation:
    """Withdraw a right for good, at once; again, no effect.

    By the Caf's responsable, or by the partner's gestionnaire des habilitations where a delegation
    covers it. Raises ActionRefusee, DemandeInvalide, Habilitation.DoesNotExist.
    """
    droit = _ouvrir(droit_id)
    if not est_responsable(droit.caf_id, acteur):
        base = ouvrir_adhesion(droit.caf_id, droit.gestionnaire_id)
        couverts = frozenset(e.pk for e in droit.equipements.all())
        porte = None if droit.tous_equipements else couverts
        demande = Demande(droit.utilisateur, droit.role, porte, droit.du, droit.au)
        exiger_couvert(exiger_delegation(base, acteur), demande, base, acteur.jour)
    if droit.retiree_le:
        return droit
    motif = exiger_motif(motif, "Indiquez le motif du retrait.")
    modifier(droit, acteur.maintenant, retiree_le=acteur.maintenant, retiree_motif=motif)
    raconter("droit.retire", droit, acteur, motif=motif)
    return droit


def _ouvrir(droit_id: int) -> Habilitation:
    """Lock a right for one act."""
    droits = Habilitation.objects.a_verifier().select_related("signee_par")
    return droits.select_for_update(of=("self",), no_key=True).get(pk=droit_id)


def _ouvrir_pour_la_caf(droit_id: int, acteur: Acteur) -> Habilitation:
    droit = _ouvrir(droit_id)
    if not est_responsable(droit.caf_id, acteur):
        raise interdit("Seul le responsable des habilitations de la Caf suspend un droit.")
    if droit.retiree_le:
        raise impossible("Ce droit a été retiré.")
    return droit
