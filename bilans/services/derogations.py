"""Dérogations: a bilan that may be answered and sent once more after its window (DOMAINE §3.2)."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from bilans.regles.etats import Action
from bilans.repondants.services.liens import prolonger
from bilans.services.bilan import ouvrir
from habilitations.permissions import Acteur
from portal.dossiers.models import Derogation
from portal.dossiers.services import derogations


@transaction.atomic
def accorder_derogation(
    bilan_id: int, *, acteur: Acteur, motif: str, expire_le: date
) -> Derogation:
    """Let a first sending happen until the end of ``expire_le``, whatever the window.

    Raises what ``portal.dossiers.services.derogations`` raises, Bilan.DoesNotExist.
    """
    motif = derogations.lire_motif(motif)
    dossier = ouvrir(bilan_id, acteur)
    prolonger(Q(bilan=dossier.bilan), expire_le)
    action = Action.ACCORDER_DEROGATION
    return derogations.accorder(
        dossier,
        dossier.bilan,
        action=action,
        motif=motif,
        expire_le=expire_le,
        fenetre=dossier.bilan.campagne.fenetre,
    )


@transaction.atomic
def retirer_derogation(bilan_id: int, *, acteur: Acteur, motif: str) -> int:
    """Take back the dérogations in force on a bilan; return how many.

    Raises ActionRefusee (none is), DemandeInvalide, Bilan.DoesNotExist.
    """
    motif = derogations.lire_motif_du_retrait(motif)
    dossier = ouvrir(bilan_id, acteur)
    return derogations.retirer(
        dossier, dossier.bilan, action=Action.RETIRER_DEROGATION, motif=motif
    )
