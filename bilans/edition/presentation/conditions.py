"""The page that builds a condition: its rules drawn, and what may be chosen for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bilans.edition.regles.assemblage import SANS, VIDE, comparables, verbes_de
from bilans.presentation.conditions import nom_source, valeurs_possibles, verbes
from bilans.regles.faits import THEMES_CTG
from bilans.regles.questionnaire import THEMES, Groupe, Place, Questionnaire
from bilans.regles.verification.conditions import DATES, NOMBRES, Lieu, nature_de
from portal.saisie.regles.conditions import CetteReponse, Fait, Rangee, Reponse, Source

Options = Sequence[tuple[str, str]]
SANS_VALEUR = frozenset({VIDE, f"{SANS}{VIDE}"})


@dataclass(frozen=True)
class RegleDessinee:
    """One rule: what is looked at, verbs, and values to choose from, or a text to type."""

    rang: int
    bloc: int
    source: str
    sujet: str
    verbes: Options
    verbe: str
    valeurs: Options
    texte: str
    autres: Options
    autre: str
    genre: str
    erreur: str = ""
    actif: bool = False
    liaison: str = ""


def mots_des_verbes(
    questionnaire: Questionnaire, place: Place, source: Source
) -> Mapping[str, str]:
    """The words of each verb that goes with a source, in order."""
    lieu = Lieu(questionnaire, place)
    connus = verbes(questionnaire, source)
    est_fait = isinstance(source, Fait)
    autres = {
        "contient": "comprend",
        f"{SANS}contient": "ne comprend pas",
        VIDE: "n’est pas connu" if est_fait else "n’a pas de réponse",
        f"{SANS}{VIDE}": "est connu" if est_fait else "a une réponse",
    }
    return {verbe: connus.get(verbe) or autres[verbe] for verbe in verbes_de(lieu, source)}


def valeurs_de(questionnaire: Questionnaire, place: Place, source: Source) -> Options:
    """Values to choose from, in order; () when one is typed."""
    if isinstance(source, Rangee):
        groupe = questionnaire.par_code[source.repetition].element
        if isinstance(groupe, Groupe) and groupe.repetition and groupe.repetition.origine == THEMES:
            themes = valeurs_possibles(questionnaire, Fait("themes"))
            return tuple((code, themes.get(code, code)) for code in THEMES_CTG)
    nature = nature_de(Lieu(questionnaire, place), source)
    if nature.genre in {NOMBRES, DATES}:
        return ()
    cible = place.element.code if isinstance(source, CetteReponse) else ""
    return tuple(valeurs_possibles(questionnaire, Reponse(cible) if cible else source).items())


def genre_de(questionnaire: Questionnaire, place: Place, source: Source) -> str:
    """How a value is typed: « nombre », « date » or « texte »."""
    genre = nature_de(Lieu(questionnaire, place), source).genre
    return {NOMBRES: "nombre", DATES: "date"}.get(genre, "texte")


def autres_sources(
    questionnaire: Questionnaire, place: Place, propriete: str, source: Source
) -> Sequence[Source]:
    return comparables(questionnaire, place, propriete, source)


def groupes_de_sources(
    questionnaire: Questionnaire, sources: Mapping[str, Source]
) -> list[tuple[str, Options]]:
    """What may be looked at, under headings: the section of a question, facts, rows."""
    groupes: dict[str, list[tuple[str, str]]] = {}
    for nom, source in sources.items():
        match source:
            case Reponse(code):
                place = questionnaire.par_code[code]
                titre = place.dans[0].titre or place.dans[0].code
            case Fait():
                titre = "Ce que l’on sait du dossier"
            case Rangee():
                titre = "La ligne où l’on répond"
            case CetteReponse():
                titre = "Cette question"
        groupes.setdefault(titre, []).append((nom, nom_source(questionnaire, source)))
    return list(groupes.items())
