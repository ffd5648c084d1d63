"""Chart of accounts (plan comptable): the lines of the Finances volet.

The chart is data, each line valid from one exercice to another; no logic hangs on a label
(DOMAINE §3.3). ``subventions.referentiels`` reads it from its TOML file.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from portal.socle.marques import Marque

CHARGE = "charge"
PRODUIT = "produit"
SENS = (CHARGE, PRODUIT)

# Contributions volontaires: shown and balanced apart from the other classes (C03, C04).
CLASSES_CONTRIBUTIONS = {CHARGE: "86", PRODUIT: "87"}


@dataclass(frozen=True)
class Compte:
    """One line of the chart. Only a ``feuille`` (leaf) is typed; the others are totals."""

    numero: str
    libelle: str
    sens: str
    classe: str
    feuille: bool
    debut: int | None = None
    fin: int | None = None
    marque: str = Marque.ENONCEE.value

    def est_valide(self, annee: int) -> bool:
        """Tell whether the line exists in this exercice."""
        return (self.debut is None or self.debut <= annee) and (
            self.fin is None or annee <= self.fin
        )

    @property
    def est_contribution_volontaire(self) -> bool:
        return CLASSES_CONTRIBUTIONS[self.sens] == self.classe


@dataclass(frozen=True)
class PlanComptable:
    """The lines of a chart, in the order of the form, and the titles of its classes.

    A title differs from the label of the line of the same number where the classe is both
    a line and a total: « 70 Ventes et prestations » gathers the lines « 70 … hors 70623 »
    and « 70623 Prestation de service Caf ».
    """

    comptes: tuple[Compte, ...]
    titres: tuple[tuple[str, str], ...] = ()

    def __iter__(self) -> Iterator[Compte]:
        return iter(self.comptes)

    def valides(self, annee: int) -> "PlanComptable":
        """The chart of this exercice; always the same one, whose lines are sorted once."""
        if annee not in self._par_exercice:
            valides = tuple(c for c in self.comptes if c.est_valide(annee))
            self._par_exercice[annee] = PlanComptable(valides, self.titres)
        return self._par_exercice[annee]

    def compte(self, numero: str) -> Compte | None:
        return self._par_numero.get(numero)

    def feuilles(self, sens: str | None = None) -> tuple[Compte, ...]:
        """The lines that are typed, of one side or of both."""
        return self._feuilles[sens]

    def titre(self, classe: str) -> str:
        """Title of a classe; its number when the chart gives none."""
        return dict(self.titres).get(classe, classe)

    def classes(self, sens: str) -> tuple[tuple[str, str, tuple[Compte, ...]], ...]:
        """``(classe, title, leaf lines)`` of one side, in the order of the form."""
        groupes: dict[str, list[Compte]] = {}
        for compte in self.feuilles(sens):
            groupes.setdefault(compte.classe, []).append(compte)
        return tuple((classe, self.titre(classe), tuple(g)) for classe, g in groupes.items())

    def sous_lignes(self, numero: str) -> tuple[Compte, ...]:
        """Leaf lines that a total gathers; none for a leaf."""
        compte = self.compte(numero)
        if compte is None or compte.feuille:
            return ()
        return tuple(c for c in self.feuilles(compte.sens) if c.numero.startswith(numero))

    @cached_property
    def _par_exercice(self) -> dict[int, "PlanComptable"]:
        return {}

    @cached_property
    def _par_numero(self) -> dict[str, Compte]:
        return {compte.numero: compte for compte in self.comptes}

    @cached_property
    def _feuilles(self) -> dict[str | None, tuple[Compte, ...]]:
        toutes = tuple(c for c in self.comptes if c.feuille)
        return {None: toutes} | {sens: tuple(c for c in toutes if c.sens == sens) for sens in SENS}
