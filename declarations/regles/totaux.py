"""Totals of a declaration: what the form shows live, what is compared, what checks test.

Classes 86 and 87 (contributions volontaires) always stand apart: « charges », « produits » and
« résultat » leave them out (C03, C04).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from declarations.regles.grille import (
    CHARGES,
    CONTRIBUTIONS,
    PREFIXE_COMPTE,
    PRODUITS,
    Grille,
    LigneGrille,
)
from declarations.regles.total import (
    EUROS,
    Donnees,
    Total,
    additionner,
    ecrire,
    texte_variation,
    variation,
)
from declarations.regles.totaux_activite import totaux_activite
from subventions.regles.nombres import calcul_exact
from subventions.regles.plan import CHARGE, PRODUIT

__all__ = [
    "PREFIXE_COMPTE",
    "Total",
    "Totaux",
    "calculer_totaux",
    "chemins_de_comptes",
    "ecrire",
    "texte_variation",
    "totaux_activite",
    "variation",
]


@dataclass(frozen=True)
class Totaux:
    """Every total of a declaration, each computed when it is first read.

    Of another declaration, the checks read only those that are followed.
    """

    grille: Grille
    nature: str
    lignes: Sequence[LigneGrille]
    donnees: Donnees

    @cached_property
    def classes(self) -> tuple[Total, ...]:
        """The account classes, in form order."""
        return tuple(
            self._comptes(section.code, section.titre, tuple(c.code for c in section.champs))
            for section in self.grille.sections
            if section.groupe
        )

    @cached_property
    def charges(self) -> Total:
        return self._groupe("charges", "Total des charges", CHARGES, CHARGE)

    @cached_property
    def produits(self) -> Total:
        return self._groupe("produits", "Total des produits", PRODUITS, PRODUIT)

    @cached_property
    def resultat(self) -> Total:
        return _resultat(self.charges, self.produits)

    @cached_property
    def contributions_charges(self) -> Total:
        libelle = "Total des contributions volontaires, en charges (86)"
        return self._groupe("contributions_charges", libelle, CONTRIBUTIONS, CHARGE)

    @cached_property
    def contributions_produits(self) -> Total:
        libelle = "Total des contributions volontaires, en produits (87)"
        return self._groupe("contributions_produits", libelle, CONTRIBUTIONS, PRODUIT)

    @cached_property
    def activite(self) -> tuple[Total, ...]:
        return totaux_activite(self.grille, self.nature, self.lignes, self.donnees)

    @property
    def suivis(self) -> tuple[Total, ...]:
        """Those followed from one declaration to another (C06, C07)."""
        return (*self.activite, self.charges)

    def __iter__(self) -> Iterator[Total]:
        """All of them, in the order in which people read them."""
        yield from self.activite
        yield from self.classes
        yield from (self.charges, self.produits, self.resultat)
        yield from (self.contributions_charges, self.contributions_produits)

    def de_code(self, code: str) -> Total | None:
        return next((total for total in self if total.code == code), None)

    def _groupe(self, code: str, libelle: str, groupe: str, sens: str) -> Total:
        """Sum the lines of one group of accounts, on one side."""
        return self._comptes(code, libelle, chemins_de_comptes(self.grille, sens, (groupe,)))

    def _comptes(self, code: str, libelle: str, chemins: tuple[str, ...]) -> Total:
        return additionner(code, libelle, EUROS, chemins, self.donnees, vides_admis=True)


def calculer_totaux(
    grille: Grille, nature: str, lignes: Sequence[LigneGrille], donnees: Donnees
) -> Totaux:
    """The totals of a declaration, from its figures."""
    return Totaux(grille, nature, lignes, donnees)


def chemins_de_comptes(grille: Grille, sens: str, groupes: Sequence[str]) -> tuple[str, ...]:
    """Account lines of one side of the chart that the grid asks for, in form order."""
    return tuple(
        chemin
        for chemin, son_sens, groupe in grille.comptes
        if son_sens == sens and groupe in groupes
    )


def _resultat(charges: Total, produits: Total) -> Total:
    rien = charges.valeur is None and produits.valeur is None
    with calcul_exact():
        valeur = None if rien else produits.montant - charges.montant
    return Total(
        code="resultat",
        libelle="Résultat (produits − charges)",
        valeur=valeur,
        unite=EUROS,
        chemins=produits.chemins + charges.chemins,
        complet=charges.complet and produits.complet,
        lisible=charges.lisible and produits.lisible,
    )
