"""An adviser suspends the rights of an exercice, or lifts what an adviser suspended."""

from django.db import models, transaction

from habilitations.models import Equipement
from habilitations.models.droits import dossiers_accessibles
from habilitations.permissions import Acteur
from portal.socle.motifs import exiger_le_meme, exiger_motif
from portal.socle.refus import DemandeInvalide, impossible, interdit
from subventions.models import CauseSuspension, Droit, SuspensionDroit
from subventions.services.suspensions import lever, suspendre

# That of the bilan follows the bilan: it is lifted by its sending, or by a dérogation.
CAUSES_DU_CONSEILLER = (CauseSuspension.CONTROLE, CauseSuspension.PIECE)
DEJA_SUSPENDUS = "Les droits de cet exercice sont déjà suspendus pour cette cause."
SANS_DROIT = "Aucun droit n’est ouvert pour cet exercice : il n’y a rien à suspendre."


@transaction.atomic
def suspendre_les_droits(
    equipement_id: int, annee: int, *, cause: str, motif: str, acteur: Acteur
) -> None:
    """Suspend the rights of an exercice for a control or a missing paper; the partner is told.

    The same again has no effect. Raises Equipement.DoesNotExist, ActionRefusee (not who follows the
    équipement, no right open, suspended already for this cause, with another reason),
    DemandeInvalide.
    """
    equipement = _ouvrir(equipement_id, acteur)
    motif = exiger_motif(motif, "Indiquez au partenaire pourquoi rien ne peut être payé.")
    if cause not in CAUSES_DU_CONSEILLER:
        raise DemandeInvalide("cause", "Choisissez un contrôle ou une pièce manquante.")
    if not Droit.objects.en_vigueur().de(equipement_id, annee).exists():
        raise impossible(SANS_DROIT)
    faite = suspendre(
        equipement,
        annee,
        CauseSuspension(cause),
        motif,
        maintenant=acteur.maintenant,
        par=acteur.utilisateur,
    )
    if not faite:
        siennes = SuspensionDroit.objects.en_cours().filter(equipement=equipement_id, annee=annee)
        gardee = siennes.get(cause=cause)
        exiger_le_meme(motif, gardee.motif, DEJA_SUSPENDUS)


@transaction.atomic
def lever_la_suspension(suspension_id: int, *, motif: str, acteur: Acteur) -> None:
    """Lift a suspension that an adviser decided; again, no effect.

    Raises SuspensionDroit.DoesNotExist, ActionRefusee (not who follows the équipement; that of a
    bilan, which follows the bilan), DemandeInvalide.
    """
    motif = exiger_motif(motif, "Indiquez pourquoi cette suspension est levée.")
    suspension = suspension_visible(suspension_id, acteur)
    if not acteur.suit(suspension.equipement):
        raise interdit("Une suspension est levée par le gestionnaire conseil du dossier.")
    if suspension.cause not in CAUSES_DU_CONSEILLER:
        raise impossible(
            "Cette suspension suit le bilan : elle tombe à sa transmission, ou par une dérogation."
        )
    levee = suspension.levee_le is None and lever(
        suspension.equipement_id,
        suspension.annee,
        CauseSuspension(suspension.cause),
        motif,
        maintenant=acteur.maintenant,
        par=acteur.utilisateur,
    )
    if not levee:
        suspension.refresh_from_db()
        exiger_le_meme(motif, suspension.levee_motif, "Cette suspension est déjà levée.")


def suspension_visible(suspension_id: int, acteur: Acteur) -> SuspensionDroit:
    """A suspension of an équipement that one may open; SuspensionDroit.DoesNotExist otherwise."""
    suspension = SuspensionDroit.objects.select_related("equipement__portefeuille").get(
        pk=suspension_id
    )
    if not peut_ouvrir(acteur, suspension.equipement):
        raise SuspensionDroit.DoesNotExist
    return suspension


def _ouvrir(equipement_id: int, acteur: Acteur) -> Equipement:
    equipement = Equipement.objects.select_related("portefeuille").get(pk=equipement_id)
    if not peut_ouvrir(acteur, equipement):
        raise Equipement.DoesNotExist
    if not acteur.suit(equipement):
        raise interdit("Des droits sont suspendus par le gestionnaire conseil du dossier.")
    return equipement


def peut_ouvrir(acteur: Acteur, equipement: Equipement) -> bool:
    """Tell whether a person opens the money side of an équipement: who opens its files does."""
    return equipements_ouverts(acteur).filter(pk=equipement.pk).exists()


def equipements_ouverts(acteur: Acteur) -> models.QuerySet[Equipement]:
    """Équipements whose money side is open to a person, amounts or not."""
    return Equipement.objects.filter(dossiers_accessibles(acteur, cle="pk"))
