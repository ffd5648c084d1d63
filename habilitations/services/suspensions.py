"""Suspending one équipement as a precaution, and giving it back (DOMAINE §2, P)."""

from django.db import transaction

from habilitations.models import Adhesion, Equipement
from habilitations.permissions import Acteur
from habilitations.services.accord import est_responsable
from habilitations.services.fiches import journaliser, ouvrir
from habilitations.services.prevenir import personnes_sur, prevenir
from portal.socle.motifs import exiger_le_meme, exiger_motif
from portal.socle.refus import impossible, interdit


@transaction.atomic
def suspendre_equipement(equipement_id: int, *, motif: str, acteur: Acteur) -> Equipement:
    """Close an équipement to the partner's people at once, until resumed; again, no effect.

    Their rights stay as they are signed, and still open the other équipements that they cover.
    Raises ActionRefusee (not the Caf's responsable; closed), DemandeInvalide,
    Equipement.DoesNotExist.
    """
    equipement = _ouvrir(equipement_id, acteur)
    if equipement.suspendu_le:
        exiger_le_meme(motif, equipement.suspendu_motif, "Cet équipement est déjà suspendu.")
        return equipement
    if equipement.ferme_le and equipement.ferme_le < acteur.jour:
        raise impossible("Cet équipement est fermé : personne n’y saisit plus rien.")
    equipement.suspendu_motif = exiger_motif(motif, "Indiquez le motif de la suspension.")
    equipement.suspendu_le = acteur.maintenant
    _garder(equipement, "equipement.suspendu", equipement.suspendu_motif, acteur)
    _dire(
        equipement,
        "Un équipement est suspendu",
        f"La {equipement.caf} a suspendu l’accès à « {equipement} ». Ses déclarations et ses "
        "bilans ne s’ouvrent plus jusqu’à ce qu’elle le reprenne ; vos autres équipements "
        "restent ouverts.",
        acteur,
    )
    return equipement


@transaction.atomic
def reprendre_equipement(equipement_id: int, *, acteur: Acteur) -> Equipement:
    """Open a suspended équipement again to those who have a right on it; again, no effect.

    Raises ActionRefusee (not the Caf's responsable), Equipement.DoesNotExist.
    """
    equipement = _ouvrir(equipement_id, acteur)
    if equipement.suspendu_le:
        equipement.suspendu_le, equipement.suspendu_motif = None, ""
        _garder(equipement, "equipement.repris", "", acteur)
        _dire(
            equipement,
            "Un équipement est repris",
            f"La {equipement.caf} a repris l’accès à « {equipement} », qui était suspendu.",
            acteur,
        )
    return equipement


def _ouvrir(equipement_id: int, acteur: Acteur) -> Equipement:
    equipement = ouvrir(equipement_id, acteur)
    if not est_responsable(equipement.caf_id, acteur):
        raise interdit("Seul le responsable des habilitations de la Caf suspend un équipement.")
    return equipement


def _garder(equipement: Equipement, action: str, motif: str, acteur: Acteur) -> None:
    equipement.save(update_fields=["suspendu_le", "suspendu_motif"])
    journaliser(action, equipement, acteur, motif)


def _dire(equipement: Equipement, titre: str, phrase: str, acteur: Acteur) -> None:
    bases = Adhesion.objects.select_related("caf", "gestionnaire")
    base = bases.filter(caf=equipement.caf_id, gestionnaire=equipement.gestionnaire_id).first()
    if base is None:  # nobody there has a right that holds
        return
    gens = personnes_sur(equipement, base, acteur.jour)
    prevenir(gens, titre, [phrase], base=base, maintenant=acteur.maintenant)
