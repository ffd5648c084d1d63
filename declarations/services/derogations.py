"""Dérogations: opening the window again for one équipement (DOMAINE §3.2)."""

from datetime import date

from django.db import transaction

from declarations.regles.etats import Action
from declarations.services.dossier import ouvrir
from habilitations.permissions import Acteur
from portal.dossiers.models import Derogation
from portal.dossiers.services import derogations


@transaction.atomic
def accorder_derogation(
    declaration_id: int, *, acteur: Acteur, motif: str, expire_le: date
) -> Derogation:
    """Let a first sending happen until the end of ``expire_le``, after the window or before it.

    Raises what ``portal.dossiers.services.derogations`` raises, Declaration.DoesNotExist.
    """
    motif = derogations.lire_motif(motif)
    dossier = ouvrir(declaration_id, acteur)
    action = Action.ACCORDER_DEROGATION
    return derogations.accorder(
        dossier,
        dossier.declaration,
        action=action,
        motif=motif,
        expire_le=expire_le,
        fenetre=dossier.declaration.campagne.fenetre,
    )


@transaction.atomic
def retirer_derogation(declaration_id: int, *, acteur: Acteur, motif: str) -> int:
    """Take back the dérogations in force on a declaration; return how many.

    Raises ActionRefusee (none is), DemandeInvalide, Declaration.DoesNotExist.
    """
    motif = derogations.lire_motif_du_retrait(motif)
    dossier = ouvrir(declaration_id, acteur)
    return derogations.retirer(
        dossier, dossier.declaration, action=Action.RETIRER_DEROGATION, motif=motif
    )
