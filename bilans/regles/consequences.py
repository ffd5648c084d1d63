"""What a bilan that is not sent costs, in the words said to whoever fills it in. Pure."""

from bilans.regles.etats import AVANT_ENVOI
from bilans.regles.suspension import DISPOSITIFS

# CLAS (S, DOMAINE §4).
SANS_BILAN = "Sans bilan à l’échéance, rien ne peut être versé."
# By questionnaire: the recensement of the CCT (S, DOMAINE §5).
SANS_REPONSE = {"recensement_cct": "Passé cette échéance, les postes ne sont plus financés."}


def consequence(questionnaire: str, dispositif: str, etat: str) -> str:
    """What is lost past the deadline of a bilan; empty once it is sent, or where nothing is.

    ``questionnaire`` is its code. Both sentences hold before the deadline and after it.
    """
    if etat not in AVANT_ENVOI:
        return ""
    return SANS_REPONSE.get(questionnaire) or (SANS_BILAN if dispositif in DISPOSITIFS else "")
