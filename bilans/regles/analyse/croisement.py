"""Two questions crossed: how many answered both of two values, out of each row and column.

Only those who answered both count. Of several choices, one person stands in several cells: totals
are of persons, hence smaller than the sum of the cells.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from bilans.regles.analyse.comptes import Effectifs, part, separer
from bilans.regles.questionnaire import Choix

# Both values as they are kept, and how many times they go together.
Paires = Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Axe:
    """Values of one of both questions, in order; ``multiple`` when a person may give several."""

    titre: str
    choix: Choix
    multiple: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(code for code, _ in self.choix)

    def separer(self, valeur: str) -> tuple[str, ...]:
        return separer(valeur) if self.multiple else (valeur,)


@dataclass(frozen=True)
class Croisement:
    """Counts by (code of the row, code of the column), and totals of persons."""

    lignes: Axe
    colonnes: Axe
    effectifs: Mapping[tuple[str, str], int]
    totaux_lignes: Mapping[str, int]
    totaux_colonnes: Mapping[str, int]
    total: int

    def part_ligne(self, ligne: str, colonne: str) -> Decimal | None:
        """Percentage, out of those of the row."""
        return part(self.effectifs[ligne, colonne], self.totaux_lignes[ligne])

    def part_colonne(self, ligne: str, colonne: str) -> Decimal | None:
        return part(self.effectifs[ligne, colonne], self.totaux_colonnes[colonne])


def marge(paires: Paires, laquelle: int) -> Effectifs:
    """How many times each value of the first question (0), or of the second (1), goes with one of
    the other."""
    comptes: dict[str | None, int] = {}
    for couple, combien in paires.items():
        valeur = couple[laquelle] or None
        comptes[valeur] = comptes.get(valeur, 0) + combien
    return comptes


def croiser(lignes: Axe, colonnes: Axe, paires: Paires) -> Croisement:
    """Return the table of both questions; values that no axis has are left out of it."""
    effectifs = {(ligne, colonne): 0 for ligne in lignes.codes for colonne in colonnes.codes}
    totaux_lignes = dict.fromkeys(lignes.codes, 0)
    totaux_colonnes = dict.fromkeys(colonnes.codes, 0)
    total = 0
    for (valeur_ligne, valeur_colonne), combien in paires.items():
        siennes = [code for code in lignes.separer(valeur_ligne) if code in totaux_lignes]
        autres = [code for code in colonnes.separer(valeur_colonne) if code in totaux_colonnes]
        if not siennes or not autres:
            continue
        total += combien
        for ligne in siennes:
            totaux_lignes[ligne] += combien
        for colonne in autres:
            totaux_colonnes[colonne] += combien
        for ligne in siennes:
            for colonne in autres:
                effectifs[ligne, colonne] += combien
    return Croisement(lignes, colonnes, effectifs, totaux_lignes, totaux_colonnes, total)
