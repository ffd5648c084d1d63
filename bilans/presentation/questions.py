"""What a question expects and how often it is asked, in words, for people who have no form yet."""

from collections.abc import Mapping, Sequence

from bilans.presentation.conditions import en_mots
from bilans.regles.questionnaire import (
    AJOUT,
    CHOIX_MULTIPLES,
    COLLECTIFS,
    LIEUX,
    LISTE,
    NOMBRE,
    POSTES,
    SCORE,
    THEMES,
    Element,
    Groupe,
    Place,
    Question,
    Questionnaire,
    Repetition,
)
from portal.saisie.regles.conditions import Condition, Toutes
from portal.saisie.regles.formes import LONGUEURS
from portal.socle.formats import ESPACE_INSECABLE, avec_unite, citer, nombre
from portal.socle.francais import compter, de

GENRES: Mapping[str, str] = {
    "entier": "Nombre entier",
    "mois": "Nombre de mois",
    "jours": "Nombre de jours",
    "heures": "Heures",
    "etp": "Équivalent temps plein",
    "euros": "Euros et centimes",
    "nombre": "Nombre",
    "texte": "Texte court",
    "texte_long": "Texte long",
    "date": "Date",
    "oui_non": "Oui ou non",
    "choix": "Un choix",
    CHOIX_MULTIPLES: "Plusieurs choix",
    SCORE: "Note de 0 à 3, ou NC",
    "tableau": "Tableau",
    "fichier": "Fichier",
    "note": "Pour information",
}
# What a row is, where the definition does not name it.
LIGNES_CONNUES: Mapping[str, str] = {
    THEMES: "thème",
    POSTES: "poste",
    COLLECTIFS: "collectif",
    LIEUX: "lieu",
}


def attendu(question: Question) -> str:
    """What is written: « Nombre entier, de 1 à 365 groupes », « Plusieurs choix, 3 au plus »."""
    return ", ".join(filter(None, (GENRES.get(question.type, question.type), limites(question))))


def limites(question: Question) -> str:
    """Bounds of a number, length of a text, how many choices; "" when there is none to say."""
    if question.est_numerique:
        return _bornes(question)
    if question.type in LONGUEURS:
        longueur = question.longueur or LONGUEURS[question.type]
        return f"{nombre(longueur)} caractères au plus"
    if question.type == CHOIX_MULTIPLES:
        return _combien(question)
    return ""


def nom_de_ligne(groupe: Groupe) -> str:
    """What a row of a repeated group is called, in the singular: « thème »."""
    repetition = groupe.repetition
    if repetition is None:
        return ""
    return repetition.singulier or LIGNES_CONNUES.get(repetition.origine, "") or groupe.titre


def portee(questionnaire: Questionnaire, groupe: Groupe) -> str:
    """How often a repeated group is filled in: « À remplir pour chaque thème : Handicap, … »."""
    repetition = groupe.repetition
    if repetition is None:
        return ""
    debut = f"À remplir pour chaque {nom_de_ligne(groupe)}"
    return f"{debut}{_lignes(questionnaire, repetition)}"


def repetee_par(groupes: Sequence[Groupe]) -> str:
    """On which rows a column stands: « poste, pour chaque thème », "" when it is asked once."""
    noms = [nom_de_ligne(groupe) for groupe in reversed(groupes) if groupe.repetition]
    return ", pour chaque ".join(noms)


def conditions_de(place: Place) -> Condition | None:
    """All that must hold for an element to be asked: its own condition, and those around it."""
    autour: tuple[Element, ...] = (*place.dans, place.element)
    toutes = tuple(e.condition for e in autour if e.condition is not None)
    return toutes[0] if len(toutes) == 1 else Toutes(toutes) if toutes else None


def posee_si(questionnaire: Questionnaire, place: Place) -> str:
    """When a question is asked, in words; "" when it always is."""
    condition = conditions_de(place)
    return "" if condition is None else en_mots(questionnaire, condition)


def _bornes(question: Question) -> str:
    bas, haut = question.minimum, question.maximum
    if bas is not None and haut is not None:
        return f"{de(nombre(bas))} à {avec_unite(haut, question.unite)}"
    if haut is not None:
        return f"{avec_unite(haut, question.unite)} au plus"
    if bas is None:
        return "négatif permis"
    return f"{avec_unite(bas, question.unite)} au moins" if bas else ""


def _combien(question: Question) -> str:
    moins, plus = question.moins, question.plus
    if moins and plus is not None:
        return (
            f"de {moins} à {compter(plus, 'réponse')}" if moins < plus else compter(plus, "réponse")
        )
    if moins:
        return f"{compter(moins, 'réponse')} au moins"
    return f"{compter(plus, 'réponse')} au plus" if plus is not None else ""


def _lignes(questionnaire: Questionnaire, repetition: Repetition) -> str:
    if repetition.origine == LISTE:
        return f"{ESPACE_INSECABLE}: {', '.join(libelle for _, libelle in repetition.liste)}"
    if repetition.origine == AJOUT:
        return ", autant qu’il y en a"
    if repetition.origine != NOMBRE:
        return " de la déclaration" if repetition.origine != THEMES else " de votre convention"
    if not isinstance(repetition.nombre, str):
        return f", {repetition.nombre} au plus"
    place = questionnaire.par_code.get(repetition.nombre)
    libelle = place.element.libelle if place and isinstance(place.element, Question) else ""
    return f", autant que répondu à {citer(libelle or repetition.nombre)}"
