"""Dérogations: a bilan that may be answered and sent once more after its window (DOMAINE §3.2)."""

from datetime import date

from django.db import transaction

from bilans.regles.etats import Action
from bilans.services.bilan import ouvrir
from habilitations.permissions import Acteur
from portal.dossiers.models import Derogation
from portal.socle.motifs import exiger_motif
from portal.socle.refus import DemandeInvalide


@transaction.atomic
def accorder_derogation(
    bilan_id: int, *, acteur: Acteur, motif: str, expire_le: date
) -> Derogation:
    """Let a first sending happen until the end of ``expire_le``, whatever the window.

    Raises ActionRefusee, DemandeInvalide (no reason, expiry already past).
    """
    motif = exiger_motif(motif, "Indiquez pourquoi cette dérogation est accordée.")
    dossier = ouvrir(bilan_id, acteur)
    situation = dossier.exiger(Action.ACCORDER_DEROGATION)
    if expire_le < dossier.jour:
        raise DemandeInvalide("expire_le", "La date de fin de la dérogation est déjà passée.")
    derogation, nouvelle = Derogation.objects.get_or_create(
        dossier=dossier.bilan,
        motif=motif,
        accordee_par=acteur.utilisateur,
        expire_le=expire_le,
        defaults={"accordee_le": dossier.maintenant},
    )
    if nouvelle:  # A second click grants nothing more.
        dossier.accomplir(
            Action.ACCORDER_DEROGATION, situation, motif, expire_le=expire_le.isoformat()
        )
    return derogation
