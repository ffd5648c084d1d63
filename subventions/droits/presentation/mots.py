"""States of rights and decisions in words and tones: the one place that words them."""

from collections.abc import Mapping

from portal.socle.formats import ESPACE_INSECABLE, date_fr, euros
from subventions.droits.regles.decisions import LIBELLES as LIBELLES_DECISION
from subventions.droits.regles.decisions import EtatDecision
from subventions.droits.regles.situation import LIBELLES, Mot
from subventions.models import DecisionDroit

TONS: Mapping[str, str] = {
    Mot.PROVISOIRE: "info",
    Mot.DEFINITIF: "succes",
    Mot.SUSPENDU: "attention",
    Mot.LIQUIDE: "info",
    Mot.SOLDE: "succes",
    Mot.REMPLACE: "neutre",
    Mot.ANNULE: "neutre",
}
TONS_DECISION: Mapping[str, str] = {
    EtatDecision.PROPOSEE: "attention",
    EtatDecision.EN_VIGUEUR: "info",
    EtatDecision.REFUSEE: "neutre",
    EtatDecision.RETIREE: "neutre",
    EtatDecision.CADUQUE: "neutre",
}
NON_CALCULE = "Non calculé"
RESERVE = "Montant réservé"


def etat_du_droit(mot: str) -> tuple[str, str]:
    """Label and tone of where a right stands."""
    return LIBELLES[mot], TONS[mot]


def etat_de_la_decision(decision: DecisionDroit) -> tuple[str, str]:
    return LIBELLES_DECISION[decision.etat], TONS_DECISION[decision.etat]


def signatures(decision: DecisionDroit) -> str:
    """Who proposed, who signed, who closed, and when."""
    phrases = [f"Proposée par {decision.proposee_par} le {date_fr(decision.proposee_le)}"]
    if decision.confirmee_le:
        phrases.append(
            f"confirmée par {decision.confirmee_par} le {date_fr(decision.confirmee_le)}"
        )
    elif decision.attend_une_signature:
        phrases.append(
            f"à confirmer par une autre personne{ESPACE_INSECABLE}: l’écart dépasse "
            f"{euros(decision.seuil)}"
        )
    if decision.close_le:
        phrases.append(
            f"{LIBELLES_DECISION[decision.etat].lower()} le {date_fr(decision.close_le)}"
        )
    return ", ".join(phrases) + "."
