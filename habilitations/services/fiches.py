"""The fiche of an équipement as the services see it: in scope, locked, told in the journal."""

from typing import Any

from habilitations.models import Equipement
from habilitations.permissions import Acteur
from portal.socle import journal
from portal.socle.refus import DemandeInvalide, interdit


def ouvrir(equipement_id: int, acteur: Acteur) -> Equipement:
    """Lock an équipement for one act. To be called inside a transaction.

    Raises Equipement.DoesNotExist when this person may not know of it (the caller answers 404).
    """
    return (
        Equipement.objects.visibles_par(acteur)
        .select_related("gestionnaire", "caf", "portefeuille")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=equipement_id)
    )


def ouvrir_suivi(equipement_id: int, acteur: Acteur) -> Equipement:
    """Same, for the gestionnaire conseil who follows it; ActionRefusee for anybody else."""
    equipement = ouvrir(equipement_id, acteur)
    if not acteur.suit(equipement):
        raise interdit("Seul le gestionnaire conseil qui suit cet équipement inscrit cela.")
    return equipement


def exiger_texte(valeur: str, champ: str, message: str) -> str:
    """Return the text without useless spaces; DemandeInvalide when nothing is left."""
    texte = " ".join(valeur.split())
    if not texte:
        raise DemandeInvalide(champ, message)
    return texte


def journaliser(
    action: str, equipement: Equipement, acteur: Acteur | None, motif: str = "", **details: Any
) -> None:
    """Tell an act on an équipement, in the chain of its present gestionnaire."""
    raconter(equipement.gestionnaire_id, action, equipement, acteur, motif, details)


def raconter(
    gestionnaire_id: int,
    action: str,
    equipement: Equipement,
    acteur: Acteur | None,
    motif: str,
    details: dict[str, Any],
) -> None:
    """Tell an act in the chain of one gestionnaire; without ``acteur``, the portal did it."""
    journal.ecrire(
        action,
        auteur=acteur.utilisateur if acteur else None,
        objet=equipement,
        gestionnaire_id=gestionnaire_id,
        caf_id=equipement.caf_id,
        motif=motif,
        details=details,
        le=acteur.maintenant if acteur else None,
    )
