"""What is wrong with an answer, in French, to whoever may mend it."""

from bilans.regles import fautes
from bilans.regles.questionnaire import Question
from portal.socle.francais import compter


def en_francais(question: Question, faute: str) -> str:
    """One sentence for a word of ``bilans.regles.fautes``."""
    if faute == fautes.CONTRAINTE:
        return question.message or "Cette réponse ne convient pas : vérifiez-la."
    if faute == fautes.TROP_PEU:
        return f"Choisissez au moins {compter(question.moins or 0, 'réponse')}."
    if faute == fautes.TROP:
        return f"Choisissez {compter(question.plus or 0, 'réponse')} au plus."
    if faute == fautes.EXCLUSIF:
        seuls = [libelle for code, libelle in question.choix if code in question.exclusifs]
        return f"« {seuls[0]} » ne va avec aucune autre réponse."
    if faute == fautes.PAS_PROPOSE:
        return "Choisissez parmi les réponses proposées."
    if faute == fautes.PAS_UN_NOMBRE:
        return "Écrivez un nombre."
    return "Ce nombre sort des limites permises."
