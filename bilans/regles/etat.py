"""What is asked, what counts and what misses, from answers and facts: answered once, here.

Answers are kept flat, chemin → value (``structure``, ``collectifs.c1.enfants``,
``themes.handicap.postes.p2.etp``), and nothing here ever removes one: an answer to a hidden
question, or on a row withdrawn, does not count while it is so, and comes back as it was.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bilans.regles.fautes import CONTRAINTE, faute
from bilans.regles.ordre import composantes
from bilans.regles.questionnaire import (
    AJOUT,
    CONNUES,
    LIGNES_MAX,
    LISTE,
    Element,
    Groupe,
    Place,
    Question,
    Questionnaire,
    Rang,
    Repetition,
)
from portal.saisie.regles.conditions import (
    CetteReponse,
    Fait,
    Rangee,
    Reponse,
    Source,
    est_vraie,
)
from portal.saisie.regles.structure import Emplacement, Ligne
from portal.saisie.regles.valeurs import Valeur, est_rempli, lire

Reponses = Mapping[str, Valeur]
# The rows an element stands on, from the outermost, and their keys; () for what is asked once.
Lignes = tuple[Ligne, ...]
Cles = tuple[str, ...]


@dataclass(frozen=True)
class Faits:
    """What is known beside the answers.

    ``valeurs`` by name: « themes », « bonus_parents », « role ». ``lignes`` are rows: by origin for
    those known beforehand (« postes »), by path for those that respondents add (« collectifs »,
    « themes.handicap.actions »).
    """

    valeurs: Mapping[str, Valeur] = field(default_factory=dict)
    lignes: Mapping[str, Sequence[Ligne]] = field(default_factory=dict)


@dataclass(frozen=True)
class Etat:
    """A questionnaire as it stands for some answers and some facts.

    ``emplacements`` are the questions asked, in reading order, rows unrolled and tables cell by
    cell; ``visibles`` the paths of all that is shown, notes, groups and rows included; ``fautes``
    says, by path, what is wrong with an answer that counts (``bilans.regles.fautes``). ``rangees``
    are the rows of each repetition by its path, () where respondents may add a first one.
    """

    emplacements: tuple[Emplacement[Question, Ligne], ...]
    visibles: frozenset[str]
    rangees: Mapping[str, Lignes]
    comptees: Mapping[str, Valeur]
    fautes: Mapping[str, str]

    @cached_property
    def exiges(self) -> tuple[Emplacement[Question, Ligne], ...]:
        """Questions asked whose answer is required of those who type."""
        return tuple(e for e in self.emplacements if e.champ.obligatoire and e.champ.est_saisi)

    @cached_property
    def manquants(self) -> tuple[Emplacement[Question, Ligne], ...]:
        """Questions whose required answer is not given; « ne sait pas » is one."""
        return tuple(e for e in self.exiges if e.chemin not in self.comptees)

    @property
    def est_complet(self) -> bool:
        return not self.manquants and not self.fautes


def evaluer(questionnaire: Questionnaire, reponses: Reponses, faits: Faits) -> Etat:
    """Return what a questionnaire asks for, given answers and facts."""
    return _Evaluation(questionnaire, reponses, faits).etat()


class _Evaluation:
    """Elements are looked at in an order where each comes after those it depends on."""

    def __init__(self, questionnaire: Questionnaire, reponses: Reponses, faits: Faits) -> None:
        self._questionnaire, self._reponses, self._faits = questionnaire, reponses, faits
        # Where each element is shown: the rows, by their keys.
        self._montres: dict[Rang, dict[Cles, Lignes]] = {}
        self._rangees: dict[str, Lignes] = {}

    def etat(self) -> Etat:
        for ensemble in composantes(self._questionnaire):
            for place in ensemble:
                self._montres[place.rang] = {
                    _cles(lignes): lignes
                    for lignes in self._candidates(place)
                    if self._est_montre(place, lignes)
                }
        visibles: list[str] = []
        emplacements: list[Emplacement[Question, Ligne]] = []
        fautes: dict[str, str] = {}
        for place, chemin, lignes in self._derouler(self._questionnaire.sections, (), "", ()):
            visibles.append(chemin)
            if isinstance(place.element, Question) and place.element.demande:
                prefixe = chemin.removesuffix(place.element.code)
                for case in place.element.cases:
                    ici = Emplacement(prefixe + case.code, case, place.section, lignes)
                    emplacements.append(ici)
                    if manque := self._faute(place, ici):
                        fautes[ici.chemin] = manque
        comptees = self._comptees(emplacements)
        return Etat(tuple(emplacements), frozenset(visibles), self._rangees, comptees, fautes)

    def _candidates(self, place: Place) -> Iterator[Lignes]:
        """The rows on which an element may stand: those of its group, those of its repetition."""
        dehors: Iterable[Lignes] = ((),)
        if place.dans:
            dehors = self._montres.get(place.rang[:-1], {}).values()
        for lignes in dehors:
            groupe = place.element
            if isinstance(groupe, Groupe) and groupe.repetition:
                for ligne in self._lignes(place, groupe, groupe.repetition, lignes):
                    yield (*lignes, ligne)
            else:
                yield lignes

    def _lignes(
        self, place: Place, groupe: Groupe, repetition: Repetition, dehors: Lignes
    ) -> Sequence[Ligne]:
        """The rows of a repetition, on some rows around it."""
        if repetition.origine in CONNUES:
            return self._faits.lignes.get(repetition.origine, ())
        if repetition.origine == LISTE:
            return [Ligne(cle, libelle) for cle, libelle in repetition.liste]
        if repetition.origine == AJOUT:
            return self._faits.lignes.get(_prefixe(place, dehors) + groupe.code, ())
        combien = repetition.nombre
        if isinstance(combien, str):
            combien = int(lire(self._reponse(place, dehors, combien)) or 0)
        nom = repetition.singulier or groupe.titre
        return [
            Ligne(str(rang), f"{nom} {rang}".strip())
            for rang in range(1, min(combien or 0, LIGNES_MAX) + 1)
        ]

    def _est_montre(self, place: Place, lignes: Lignes) -> bool:
        condition = place.element.condition
        return condition is None or est_vraie(condition, self._lecture(place, lignes))

    def _est_offerte(self, place: Place, repetition: Repetition, dehors: Lignes) -> bool:
        """Tell whether respondents may add a first row, on the rows around it."""
        return repetition.origine == AJOUT and self._est_montre(place, (*dehors, Ligne("", "")))

    def _lecture(
        self, place: Place, lignes: Lignes, chemin: str = ""
    ) -> Callable[[Source], Valeur]:
        """What each source holds, for an element on these rows."""

        def lecture(source: Source) -> Valeur:
            match source:
                case Reponse(code):
                    return self._reponse(place, lignes, code)
                case Fait(nom):
                    return self._faits.valeurs.get(nom, "")
                case Rangee(repetition):
                    codes = place.repetitions
                    return lignes[codes.index(repetition)].cle if repetition in codes else ""
                case CetteReponse():
                    return self._reponses.get(chemin, "")

        return lecture

    def _reponse(self, place: Place, lignes: Lignes, code: str) -> Valeur:
        """The answer to a question on these rows, or on those around them; "" if it is hidden."""
        cible = self._questionnaire.par_code.get(code)
        if cible is None or cible.repetitions != place.repetitions[: len(cible.repetitions)]:
            return ""
        ici = lignes[: len(cible.repetitions)]
        if _cles(ici) not in self._montres.get(cible.rang, {}):
            return ""
        return self._reponses.get(_prefixe(cible, ici) + code, "")

    def _faute(self, place: Place, ici: Emplacement[Question, Ligne]) -> str:
        valeur = self._reponses.get(ici.chemin)
        if not est_rempli(valeur) or valeur is None:
            return ""
        if manque := faute(ici.champ, valeur):
            return manque
        contrainte = ici.champ.contrainte
        if contrainte is None or ici.champ.est_ne_sait_pas(valeur):
            return ""
        tient = est_vraie(contrainte, self._lecture(place, ici.lignes, ici.chemin))
        return "" if tient else CONTRAINTE

    def _comptees(self, emplacements: Iterable[Emplacement[Question, Ligne]]) -> dict[str, Valeur]:
        """The answers that count, in reading order: given, and to a question that is asked."""
        return {
            e.chemin: self._reponses[e.chemin]
            for e in emplacements
            if est_rempli(self._reponses.get(e.chemin))
        }

    def _derouler(
        self, elements: Sequence[Element], rang: Rang, prefixe: str, lignes: Lignes
    ) -> Iterator[tuple[Place, str, Lignes]]:
        """All that is shown on these rows, in reading order, with its path."""
        for numero, element in enumerate(elements):
            place = self._questionnaire.par_rang[(*rang, numero)]
            montres = self._montres[place.rang]
            if not isinstance(element, Groupe):
                if _cles(lignes) in montres:
                    yield place, prefixe + element.code, lignes
                continue
            montrees = [i for i in montres.values() if _cles(i[: len(lignes)]) == _cles(lignes)]
            repetition = element.repetition
            if repetition and (montrees or self._est_offerte(place, repetition, lignes)):
                self._rangees[prefixe + element.code] = tuple(ici[-1] for ici in montrees)
            for ici in montrees:
                chemin = prefixe + ".".join((element.code, *_cles(ici[len(lignes) :])))
                yield place, chemin, ici
                dedans = f"{chemin}." if element.repetition else prefixe
                yield from self._derouler(element.elements, place.rang, dedans, ici)


def _cles(lignes: Lignes) -> Cles:
    return tuple(ligne.cle for ligne in lignes)


def _prefixe(place: Place, lignes: Lignes) -> str:
    """How the paths of what stands on these rows begin."""
    return "".join(
        f"{code}.{ligne.cle}." for code, ligne in zip(place.repetitions, lignes, strict=False)
    )
