"""Answers that nobody types in a bilan: those that its declaration gives (« origine »)."""

from bilans.models import Bilan
from bilans.regles.questionnaire import CONNUES, Place, Question, Questionnaire
from bilans.services.faits import declaration_du_bilan
from declarations.services.contenu import Contenu, contenu_de
from portal.saisie.regles.valeurs import Valeur


def reponses_declarees(bilan: Bilan, questionnaire: Questionnaire) -> dict[str, Valeur]:
    """Return the answers read from the declaration, by chemin; no query when none is asked for.

    Rows bear the keys of the declaration, and ``partage`` the code of the figure.
    """
    places = [
        place
        for place in questionnaire.places
        if isinstance(place.element, Question) and not place.element.est_saisi
    ]
    declaration = declaration_du_bilan(bilan) if places else None
    if declaration is None or declaration.version_courante is None:
        return {}
    version = declaration.version_courante
    version.declaration = declaration
    contenu = contenu_de(version)
    return {
        chemin: contenu.donnees[source]
        for place in places
        for chemin, source in _sources(place, contenu)
        if contenu.donnees.get(source)
    }


def _sources(place: Place, contenu: Contenu) -> list[tuple[str, str]]:
    """Each path of a question, with that of the figure of the declaration it repeats."""
    question = place.element
    if not isinstance(question, Question):
        return []
    repetes = [groupe for groupe in place.dans if groupe.repetition]
    if not repetes:
        return [(question.code, question.partage)]
    groupe = repetes[0]
    if len(repetes) > 1 or groupe.repetition is None or groupe.repetition.origine not in CONNUES:
        return []
    origine = groupe.repetition.origine
    return [
        (f"{groupe.code}.{ligne.cle}.{question.code}", f"{origine}.{ligne.cle}.{question.partage}")
        for ligne in contenu.lignes
    ]
