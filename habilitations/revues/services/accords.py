"""Allowing a wave that stopped itself."""

from django.db import transaction

from habilitations.models import Vague
from habilitations.permissions import Acteur
from habilitations.services.accord import est_responsable
from portal.socle import journal
from portal.socle.motifs import exiger_le_meme, exiger_motif
from portal.socle.refus import impossible, interdit


@transaction.atomic
def autoriser_vague(vague_id: int, *, motif: str, acteur: Acteur) -> Vague:
    """Let the next night touch as many rights as were counted, and no more; again, no effect.

    Raises ActionRefusee (not the Caf's responsable; done already), DemandeInvalide,
    Vague.DoesNotExist.
    """
    vague = Vague.objects.select_for_update(no_key=True).get(pk=vague_id)
    if not est_responsable(vague.caf_id, acteur):
        raise interdit("Seul le responsable des habilitations de la Caf autorise cela.")
    if vague.etat == Vague.Etat.AUTORISEE:
        exiger_le_meme(motif, vague.decidee_motif, "C’est déjà autorisé.")
        return vague
    if vague.etat == Vague.Etat.FAITE:
        raise impossible("C’est déjà fait.")
    vague.decidee_motif = exiger_motif(motif, "Indiquez le motif de cet accord.")
    vague.decidee_par, vague.decidee_le = acteur.utilisateur, acteur.maintenant
    vague.etat = Vague.Etat.AUTORISEE
    vague.save(update_fields=["decidee_motif", "decidee_par", "decidee_le", "etat"])
    journal.ecrire(
        "revue.vague_autorisee",
        auteur=acteur.utilisateur,
        objet=vague,
        caf_id=vague.caf_id,
        motif=vague.decidee_motif,
        details={"genre": vague.genre, "nombre": vague.nombre, "total": vague.total},
        le=acteur.maintenant,
    )
    return vague
