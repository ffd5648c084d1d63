"""How many were asked a question, answered, did not know, left it empty; and what they answered.

Counts are of bilans, or of rows when the question is asked on each row of a repetition. A question
that was not asked is neither answered nor left empty: it is counted apart.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from bilans.regles.questionnaire import CHOIX_MULTIPLES, NE_SAIT_PAS, Choix

# Value as it is kept, None for a question asked that has no answer; how many times.
Effectifs = Mapping[str | None, int]

# What is counted of a text or a file: that there is one.
REMPLI = "rempli"
# Between the codes of several choices: none holds a space.
SEPARATEUR = " "
PRECISION = Decimal("0.1")


@dataclass(frozen=True)
class Compte:
    """``population`` are those who were sent the questionnaire, whether or not asked this.

    ``valeurs`` counts each value given, choices that go together as they were given together.
    """

    population: int
    ne_sait_pas: int = 0
    sans_reponse: int = 0
    valeurs: Mapping[str, int] = field(default_factory=dict)

    @property
    def repondues(self) -> int:
        """How many gave an answer, « ne sait pas » excepted: what shares are counted out of."""
        return sum(self.valeurs.values())

    @property
    def posees(self) -> int:
        return self.repondues + self.ne_sait_pas + self.sans_reponse

    @property
    def non_posees(self) -> int:
        """How many were not asked: a condition did not hold, or their version does not ask it."""
        return self.population - self.posees


@dataclass(frozen=True)
class Frequence:
    """One value and how often it was given; ``part`` is a percentage, None out of nothing."""

    code: str
    libelle: str
    effectif: int
    part: Decimal | None


def compter(effectifs: Effectifs, population: int) -> Compte:
    """Return the counts of one question. Raises ValueError when more were asked than there are."""
    valeurs = {
        valeur: combien
        for valeur, combien in effectifs.items()
        if valeur not in (None, NE_SAIT_PAS) and combien
    }
    compte = Compte(
        population,
        effectifs.get(NE_SAIT_PAS, 0),
        effectifs.get(None, 0),
        {valeur: combien for valeur, combien in valeurs.items() if valeur is not None},
    )
    if compte.non_posees < 0:
        raise ValueError("plus de réponses que de bilans")
    return compte


def frequences(compte: Compte, choix: Choix, genre: str) -> tuple[Frequence, ...]:
    """Return each choice with its count, chosen or not; then what was answered and is no choice.

    Of several choices, shares add up to more than 100: each is out of those who answered.
    """
    effectifs = par_choix(compte) if genre == CHOIX_MULTIPLES else dict(compte.valeurs)
    libelles = {**dict(choix), **{code: code for code in effectifs if code not in dict(choix)}}
    return tuple(
        Frequence(
            code, libelle, effectifs.get(code, 0), part(effectifs.get(code, 0), compte.repondues)
        )
        for code, libelle in libelles.items()
    )


def par_choix(compte: Compte) -> dict[str, int]:
    """How many chose each of several choices, alone or with others."""
    effectifs: dict[str, int] = {}
    for ensemble, combien in compte.valeurs.items():
        for code in separer(ensemble):
            effectifs[code] = effectifs.get(code, 0) + combien
    return effectifs


def joindre(codes: Iterable[str]) -> str:
    """Choices made together, as one value: the same whatever the order they were made in."""
    return SEPARATEUR.join(sorted(set(codes)))


def separer(ensemble: str) -> tuple[str, ...]:
    return tuple(ensemble.split(SEPARATEUR))


def part(effectif: int, total: int) -> Decimal | None:
    """A percentage, rounded half-up to one decimal from the exact quotient; None out of nothing."""
    if not total:
        return None
    return (Decimal(100 * effectif) / total).quantize(PRECISION, ROUND_HALF_UP)
