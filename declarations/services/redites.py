"""Telling a second click from a refusal: the same person has just done that very act."""

from collections.abc import Mapping

from declarations.models import Declaration
from declarations.regles.etats import Action
from habilitations.permissions import Acteur
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee

# How the journal tells the acts that cannot be done twice in a row.
VERBES: Mapping[str, str] = {
    Action.SIGNER: "volet_signe",
    Action.REPRENDRE: "volet_repris",
    Action.RENVOYER: "volet_renvoye",
    Action.TRANSMETTRE: "transmise",
    Action.PRENDRE_EN_CHARGE: "prise_en_charge",
    Action.DEMANDER_CORRECTION: "correction_demandee",
    Action.VALIDER: "validee",
    Action.RECTIFIER: "rectificative",
    Action.DECLARER_SANS_OBJET: "sans_objet",
    Action.RETABLIR: "retablie",
    Action.ASSISTER: "assistee",
    Action.CESSER_ASSISTER: "rendue",
}


def est_une_redite(
    declaration_id: int, erreur: ActionRefusee, *, acteur: Acteur, motif: str = ""
) -> bool:
    """Tell whether the act refused is the last one of the file: same person, volet and reason.

    The journal tells it. Whatever happened since, to the file or by somebody else, makes it a
    refusal like any other.
    """
    derniere = LigneJournal.objects.sur(Declaration(pk=declaration_id)).last()
    return (
        derniere is not None
        and erreur.action in VERBES
        and derniere.action == f"declaration.{VERBES[erreur.action]}"
        and derniere.auteur_id == acteur.utilisateur.pk
        and derniere.details.get("volet") == erreur.partie
        and derniere.motif == motif
    )
