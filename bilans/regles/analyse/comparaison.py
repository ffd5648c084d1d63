"""The same question from one year to another, by its code: shares, means, and how far they moved.

A year whose versions do not ask it has no count: it is not zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bilans.regles.analyse.comptes import Compte, frequences
from bilans.regles.analyse.nombres import distribution, mesurer
from bilans.regles.questionnaire import Choix

MOYENNE, MEDIANE = "moyenne", "mediane"


@dataclass(frozen=True)
class Evolution:
    """One line: a choice or a mean, year by year, None where there is none to compare with.

    ``code`` is that of the choice, MOYENNE or MEDIANE, which whoever shows them names.
    """

    code: str
    libelle: str
    valeurs: tuple[Decimal | None, ...]

    @property
    def ecarts(self) -> tuple[Decimal | None, ...]:
        """How far each year is from the one before; None for the first."""
        precedentes = (None, *self.valeurs[:-1])
        return tuple(
            None if valeur is None or avant is None else valeur - avant
            for avant, valeur in zip(precedentes, self.valeurs, strict=True)
        )


def evolutions_des_choix(
    comptes: Sequence[Compte | None], choix: Choix, genre: str
) -> tuple[Evolution, ...]:
    """Return the share of each choice, year by year."""
    par_annee = [
        {} if compte is None else {f.code: f for f in frequences(compte, choix, genre)}
        for compte in comptes
    ]
    libelles = {f.code: f.libelle for annee in par_annee for f in annee.values()}
    return tuple(
        Evolution(
            code,
            libelle,
            tuple(annee[code].part if code in annee else None for annee in par_annee),
        )
        for code, libelle in libelles.items()
    )


def evolutions_du_nombre(comptes: Sequence[Compte | None]) -> tuple[Evolution, ...]:
    """Return mean and median, year by year."""
    mesures = [None if compte is None else mesurer(distribution(compte)) for compte in comptes]
    return (
        Evolution(MOYENNE, "", tuple(None if m is None else m.moyenne for m in mesures)),
        Evolution(MEDIANE, "", tuple(None if m is None else m.mediane for m in mesures)),
    )
