"""What a self-assessment scores: one percentage per rubric and policy (S, DOMAINE §5).

A rubric is a section that asks for scores, a policy one of the columns that they are given in. The
percentage is Σ scores / (3 × scores other than NC) × 100: NC is neutral, and so is what is not
answered yet. It is rounded half-up to one decimal, once, from the exact quotient.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from bilans.regles.etat import Etat
from bilans.regles.questionnaire import SCORE, Choix, Groupe, Question, Questionnaire

NC = "NC"
SCORE_MAX = 3
POINTS = {str(points): points for points in range(SCORE_MAX + 1)}
PRECISION = Decimal("0.1")


@dataclass(frozen=True)
class Note:
    """What a rubric gets for a policy.

    ``points`` is the sum of the scores, ``notees`` how many activities have one, ``neutres`` how
    many are NC, ``en_attente`` how many are asked and have neither.
    """

    points: int = 0
    notees: int = 0
    neutres: int = 0
    en_attente: int = 0

    @property
    def pourcentage(self) -> Decimal | None:
        """From 0 to 100, with one decimal; None when no activity has a score."""
        if not self.notees:
            return None
        exact = Decimal(100 * self.points) / (SCORE_MAX * self.notees)
        return exact.quantize(PRECISION, ROUND_HALF_UP)

    @property
    def est_non_concernee(self) -> bool:
        """Tell whether every activity asked is NC: the policy has nothing to do here."""
        return bool(self.neutres) and not (self.notees or self.en_attente)


@dataclass(frozen=True)
class Rubrique:
    """A section and what it gets, by the code of each policy it is scored for."""

    code: str
    titre: str
    notes: Mapping[str, Note]


@dataclass(frozen=True)
class Notation:
    """A grid scored: its policies (codes and labels) and its rubrics, both in reading order."""

    politiques: Choix
    rubriques: tuple[Rubrique, ...]

    def serie(self, politique: str) -> tuple[Decimal | None, ...]:
        """The percentages of a policy over the rubrics: one line of the radar."""
        return tuple(r.notes.get(politique, Note()).pourcentage for r in self.rubriques)


def compter(scores: Iterable[str]) -> Note:
    """Return what some scores come to: « 0 » to « 3 », « NC », anything else for none yet."""
    lus = list(scores)
    points = [POINTS[score] for score in lus if score in POINTS]
    neutres = lus.count(NC)
    return Note(sum(points), len(points), neutres, len(lus) - len(points) - neutres)


def noter(questionnaire: Questionnaire, etat: Etat) -> Notation:
    """Return what the scores that count come to; what is hidden is not asked, hence not scored.

    ``etat`` is that of this questionnaire. A rubric repeated on several rows is scored over them
    all.
    """
    politiques: dict[str, str] = {}
    scores: dict[int, dict[str, list[str]]] = {}
    # Which rubric and policy each cell counts for.
    cases: dict[str, list[str]] = {}
    for place in questionnaire.places:
        question = place.element
        if isinstance(question, Question) and question.type == SCORE:
            rubrique = scores.setdefault(place.rang[0], {})
            for colonne, case in zip(question.colonnes, question.cases, strict=False):
                politiques.setdefault(colonne.code, colonne.libelle)
                cases[case.code] = rubrique.setdefault(colonne.code, [])
    for emplacement in etat.emplacements:
        if emplacement.champ.code in cases:
            cases[emplacement.champ.code].append(_score(etat, emplacement.chemin))
    return Notation(
        tuple(politiques.items()),
        tuple(
            _rubrique(questionnaire.sections[rang], par_politique)
            for rang, par_politique in scores.items()
            if par_politique
        ),
    )


def _score(etat: Etat, chemin: str) -> str:
    valeur = etat.comptees.get(chemin, "")
    return valeur if isinstance(valeur, str) else ""


def _rubrique(section: Groupe, par_politique: Mapping[str, Iterable[str]]) -> Rubrique:
    notes = {politique: compter(scores) for politique, scores in par_politique.items()}
    return Rubrique(section.code, section.titre, notes)
