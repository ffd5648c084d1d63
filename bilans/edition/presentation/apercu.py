"""A version as somebody who answers would see it, with facts and answers of nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from bilans.edition.regles.arbre import libelle_de
from bilans.presentation.fautes import en_francais
from bilans.presentation.questions import GENRES, LIGNES_CONNUES
from bilans.regles.etat import Etat, Faits, evaluer
from bilans.regles.faits import FAITS, PLURIELS, faits_regardes
from bilans.regles.questionnaire import (
    CONNUES,
    FICHIER,
    NOTE,
    THEMES,
    Groupe,
    Question,
    Questionnaire,
)
from bilans.services.libelles_faits import nom_fait, valeurs_fait
from portal.saisie.presentation.formulaire import Reste, dessiner
from portal.saisie.regles.structure import Emplacement, Ligne
from portal.saisie.regles.valeurs import Valeur
from portal.socle.composants import ChampSaisie

LIGNES_MAX = 5
# Rows added by respondents may stand within one another: once is enough for each level.
NIVEAUX = 3

Place = Emplacement[Question, Ligne]


@dataclass(frozen=True)
class Choisis:
    """The facts of an imagined file: values by name, and how many rows of each known origin."""

    valeurs: Mapping[str, Valeur] = field(default_factory=dict)
    lignes: Mapping[str, int] = field(default_factory=dict)

    def faits(self) -> Faits:
        themes = self.valeurs.get("themes", [])
        libelles = valeurs_fait("themes")
        lignes: dict[str, list[Ligne]] = {
            origine: [
                Ligne(f"{origine[0]}{n}", f"{LIGNES_CONNUES[origine].capitalize()} {n}")
                for n in range(1, combien + 1)
            ]
            for origine, combien in self.lignes.items()
        }
        lignes[THEMES] = [Ligne(code, libelles.get(code, code)) for code in themes]
        return Faits(self.valeurs, lignes)


@dataclass(frozen=True)
class FaitAChoisir:
    """A fact that conditions look at: its values, and those that are chosen."""

    nom: str
    libelle: str
    options: Sequence[tuple[str, str]]
    choisis: Sequence[str]
    plusieurs: bool


@dataclass(frozen=True)
class BlocApercu:
    """What is asked under one heading, on some rows; ``notes`` are said above."""

    titre: str
    aide: str
    notes: tuple[str, ...]
    champs: tuple[ChampSaisie, ...]


@dataclass(frozen=True)
class Apercu:
    blocs: tuple[BlocApercu, ...]
    posees: int
    obligatoires: int
    cachees: Sequence[tuple[str, str]]


def evaluer_l_apercu(
    questionnaire: Questionnaire, reponses: Mapping[str, Valeur], choisis: Choisis
) -> Etat:
    """What is shown, each repetition that respondents feed having one row."""
    faits = choisis.faits()
    etat = evaluer(questionnaire, reponses, faits)
    for _ in range(NIVEAUX):
        vides = {
            chemin: [Ligne("1", "Ligne 1")]
            for chemin, rangees in etat.rangees.items()
            if not rangees
        }
        if not vides:
            break
        faits = Faits(faits.valeurs, {**faits.lignes, **vides})
        etat = evaluer(questionnaire, reponses, faits)
    return etat


def apercu_de(
    questionnaire: Questionnaire,
    etat: Etat,
    reponses: Mapping[str, Valeur],
    erreurs: Mapping[str, str],
    section: str,
) -> Apercu:
    """One section, ready to be drawn; what is answered in the others goes along."""
    ici = [place for place in etat.emplacements if section_de(questionnaire, place) == section]
    reste = Reste({chemin: reponses[chemin] for chemin in erreurs}, erreurs)
    blocs = []
    for (_, lignes, _), places in groupby(ici, key=_sous_un_titre):
        suite = list(places)
        groupe = _groupe(questionnaire, suite[0])
        titre = " – ".join([libelle_de(groupe), *lignes]) if groupe else ""
        champs = tuple(_champ(place, etat, reponses, reste) for place in suite)
        notes = tuple(_notes(groupe, suite[0], etat)) if groupe else ()
        blocs.append(BlocApercu(titre, groupe.aide if groupe else "", notes, champs))
    montres = {place.chemin for place in ici}
    return Apercu(
        tuple(blocs),
        len(etat.emplacements),
        len(etat.exiges),
        [(c, mot) for c, v in reponses.items() if c not in montres for mot in _en_liste(v)],
    )


def section_de(questionnaire: Questionnaire, place: Place) -> str:
    """The code of the section that a question stands in."""
    return questionnaire.par_code[place.champ.code].dans[0].code


def sections_montrees(questionnaire: Questionnaire, etat: Etat) -> tuple[tuple[str, str], ...]:
    """Sections that ask for something now, in order, with their titles."""
    codes = {section_de(questionnaire, place) for place in etat.emplacements}
    return tuple((s.code, libelle_de(s)) for s in questionnaire.sections if s.code in codes)


def faits_a_choisir(questionnaire: Questionnaire, choisis: Choisis) -> tuple[FaitAChoisir, ...]:
    """The facts that change what is asked, with what is chosen of each."""
    regardes = faits_regardes(questionnaire)
    if THEMES in _origines(questionnaire):
        regardes |= {"themes"}
    return tuple(
        FaitAChoisir(
            nom,
            nom_fait(nom),
            tuple(valeurs_fait(nom).items()),
            _en_liste(choisis.valeurs.get(nom, "")),
            nom in PLURIELS,
        )
        for nom in FAITS
        if nom in regardes
    )


def origines_de(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Origins of rows known beforehand that this questionnaire uses, but for themes: a fact."""
    vues = _origines(questionnaire)
    return tuple(origine for origine in CONNUES if origine in vues and origine != THEMES)


def _origines(questionnaire: Questionnaire) -> set[str]:
    return {
        place.element.repetition.origine
        for place in questionnaire.places
        if isinstance(place.element, Groupe) and place.element.repetition
    }


def _champ(place: Place, etat: Etat, reponses: Mapping[str, Valeur], reste: Reste) -> ChampSaisie:
    question = place.champ
    ouvert = question.est_saisi and question.type != FICHIER
    valeur = reponses.get(place.chemin, "")
    champ = dessiner(place, valeur, reste, ouvert=ouvert, exclusifs=question.exclusifs)
    if question.type == FICHIER:
        champ = replace(champ, aide=f"{GENRES[FICHIER]} à joindre. {question.aide}".strip())
    faute = etat.fautes.get(place.chemin)
    return replace(champ, alertes=[en_francais(question, faute)]) if faute else champ


def _sous_un_titre(place: Place) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    return (
        place.section.code,
        tuple(ligne.libelle for ligne in place.lignes),
        tuple(ligne.cle for ligne in place.lignes),
    )


def _groupe(questionnaire: Questionnaire, place: Place) -> Groupe | None:
    trouve = questionnaire.par_code.get(place.section.code)
    return trouve.element if trouve and isinstance(trouve.element, Groupe) else None


def _notes(groupe: Groupe, place: Place, etat: Etat) -> list[str]:
    """Notes of a group that are shown on these rows."""
    prefixe = place.chemin.removesuffix(place.champ.code)
    return [
        element.libelle
        for element in groupe.elements
        if isinstance(element, Question)
        and element.type == NOTE
        and prefixe + element.code in etat.visibles
    ]


def _en_liste(valeur: Valeur) -> list[str]:
    return valeur if isinstance(valeur, list) else [valeur] if valeur else []
