"""A proposal read from what is typed, locked, told: shared by the verbs that ask for the reason."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from habilitations.permissions import Acteur
from portal.socle import journal
from portal.socle.refus import DemandeInvalide
from subventions.models import PropositionBareme
from subventions.propositions.services.acces import exiger, refus_de_decider
from subventions.regles.nombres import NombreRefuse
from subventions.regles.parametres import parametre


@dataclass(frozen=True)
class Valeur:
    """What is proposed: ``valeur`` as the engine reads it (« 0.6 », « 864 »)."""

    caf_id: int | None
    dispositif: str
    parametre: str
    valeur: str
    debut: int
    fin: int | None
    source: str
    marque: str
    note: str = ""


def lue(valeur: Valeur, motif: str, jeton: UUID, acteur: Acteur) -> PropositionBareme:
    """The proposal, checked as a line of the barème is. Raises DemandeInvalide."""
    attendu = parametre(valeur.dispositif, valeur.parametre)
    if attendu is None:
        message = "Ce paramètre n’entre pas dans le calcul de ce dispositif."
        raise DemandeInvalide("parametre", message)
    try:
        texte = attendu.lire(valeur.valeur)
    except NombreRefuse as refus:
        raise DemandeInvalide("valeur", str(refus)) from None
    proposition = PropositionBareme(
        caf_id=valeur.caf_id,
        dispositif=valeur.dispositif,
        parametre=valeur.parametre,
        valeur=None if attendu.est_texte else texte,
        texte=texte if attendu.est_texte else "",
        debut=valeur.debut,
        fin=valeur.fin,
        source=valeur.source.strip(),
        marque=valeur.marque,
        note=valeur.note.strip(),
        motif=motif,
        jeton=jeton,
        proposee_par=acteur.utilisateur,
        proposee_le=acteur.maintenant,
    )
    try:
        proposition.clean_fields(exclude=["document"])
        proposition.validate_constraints(exclude=["document"])
    except ValidationError as erreur:
        champ, messages = next(iter(erreur.message_dict.items()))
        raise DemandeInvalide(_champ_du_formulaire(champ), messages[0]) from None
    return proposition


def _champ_du_formulaire(champ: str) -> str:
    return "valeur" if champ == "texte" else champ


def ouvrir(proposition_id: int, acteur: Acteur) -> PropositionBareme:
    """Lock a proposal. Raises ActionRefusee for who does not decide in its scope."""
    proposition = (
        PropositionBareme.objects.select_related("caf", "proposee_par", "publiee_par", "tete")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=proposition_id)
    )
    exiger(refus_de_decider(acteur, proposition))
    return proposition


def raconter(action: str, proposition: PropositionBareme, acteur: Acteur, motif: str) -> None:
    journal.ecrire(
        action,
        auteur=acteur.utilisateur,
        objet=proposition,
        caf_id=proposition.caf_id,
        motif=motif,
        details=details(proposition),
        le=acteur.maintenant,
    )


def details(proposition: PropositionBareme) -> dict[str, Any]:
    """What the journal keeps of a value."""
    return {
        "dispositif": proposition.dispositif,
        "parametre": proposition.parametre,
        "valeur": proposition.valeur_ecrite,
        "debut": proposition.debut,
        "fin": proposition.fin,
        "marque": proposition.marque,
        "source": proposition.source,
    }
