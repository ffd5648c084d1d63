"""What the adviser decides of a bilan received, or that should not have been asked for."""

from django.db import transaction

from bilans.regles.etats import ACTES, Action, Etat
from bilans.services.bilan import ouvrir
from habilitations.permissions import Acteur
from portal.dossiers.services.relecture import exiger_relu
from portal.socle.motifs import exiger_motif


@transaction.atomic
def prendre_en_charge(bilan_id: int, *, acteur: Acteur) -> None:
    """Begin to validate a bilan received. Raises ActionRefusee."""
    dossier = ouvrir(bilan_id, acteur)
    situation = dossier.exiger(Action.PRENDRE_EN_CHARGE)
    dossier.accomplir(Action.PRENDRE_EN_CHARGE, situation)


@transaction.atomic
def valider(bilan_id: int, *, acteur: Acteur, vu: str = "") -> None:
    """Accept the answers as they stand, edits of the Caf included.

    ``vu`` is the mark of what the page showed. Raises ActionRefusee.
    """
    dossier = ouvrir(bilan_id, acteur)
    situation = dossier.exiger(Action.VALIDER)
    exiger_relu(vu, dossier.marque_pour_la_caf)
    dossier.bilan.valide_le, dossier.bilan.valide_par = dossier.maintenant, acteur.utilisateur
    dossier.bilan.save(update_fields=["valide_le", "valide_par"])
    dossier.accomplir(Action.VALIDER, situation)


@transaction.atomic
def rouvrir(bilan_id: int, *, acteur: Acteur, motif: str) -> None:
    """Take a validation back: answers may be edited or completed again.

    Raises ActionRefusee, DemandeInvalide.
    """
    motif = exiger_motif(motif, "Indiquez pourquoi la validation est rouverte.")
    dossier = ouvrir(bilan_id, acteur)
    situation = dossier.exiger(Action.ROUVRIR)
    dossier.bilan.valide_le = dossier.bilan.valide_par = None
    dossier.bilan.save(update_fields=["valide_le", "valide_par"])
    dossier.accomplir(Action.ROUVRIR, situation, motif)


@transaction.atomic
def declarer_sans_objet(bilan_id: int, *, acteur: Acteur, motif: str, vu: str = "") -> None:
    """Close a bilan asked for wrongly, or whose équipement closed.

    ``vu`` is the mark of what the page showed: what was sent meanwhile is read first.
    Raises ActionRefusee, DemandeInvalide.
    """
    motif = exiger_motif(motif, "Indiquez pourquoi ce bilan est sans objet.")
    dossier = ouvrir(bilan_id, acteur)
    dossier.exiger(Action.DECLARER_SANS_OBJET)
    exiger_relu(vu, dossier.marque_pour_la_caf)
    bilan = dossier.bilan
    bilan.etat_precedent, bilan.etat = bilan.etat, Etat.SANS_OBJET
    bilan.sans_objet_motif = motif
    bilan.etat_depuis = dossier.maintenant
    bilan.save(update_fields=["etat", "etat_precedent", "sans_objet_motif", "etat_depuis"])
    dossier.raconter(Action.DECLARER_SANS_OBJET, motif)


@transaction.atomic
def retablir(bilan_id: int, *, acteur: Acteur, motif: str) -> None:
    """Bring back a bilan wrongly said « sans objet », in the state it had.

    Raises ActionRefusee, DemandeInvalide.
    """
    motif = exiger_motif(motif, "Indiquez pourquoi ce bilan est rétabli.")
    dossier = ouvrir(bilan_id, acteur)
    situation = dossier.exiger(Action.RETABLIR)
    bilan = dossier.bilan
    bilan.etat = ACTES.arrivee(Action.RETABLIR, situation)
    bilan.etat_precedent = bilan.sans_objet_motif = ""
    bilan.etat_depuis = dossier.maintenant
    bilan.save(update_fields=["etat", "etat_precedent", "sans_objet_motif", "etat_depuis"])
    dossier.raconter(Action.RETABLIR, motif)
