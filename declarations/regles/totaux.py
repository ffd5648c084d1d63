"""Totals of a declaration: what the form shows live, what is compared, what checks test.

Classes 86 and 87 (contributions volontaires) always stand apart: « charges », « produits » and
« résultat » leave them out (C03, C04).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from declarations.regles.grille import CHARGES, CONTRIBUTIONS, PRODUITS, Grille, Ligne, Section
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
from declarations.regles.valeurs import est_rempli
from subventions.regles.nombres import calcul_exact
from subventions.regles.plan import CHARGE, PRODUIT

__all__ = [
    "Total",
    "Totaux",
    "calculer_totaux",
    "chemins_de_comptes",
    "ecrire",
    "texte_variation",
    "totaux_activite",
    "variation",
]

PREFIXE_COMPTE = "comptes."


@dataclass(frozen=True)
class Totaux:
    """Every total of a declaration. ``classes`` are the account classes, in form order."""

    classes: tuple[Total, ...]
    charges: Total
    produits: Total
    resultat: Total
    contributions_charges: Total
    contributions_produits: Total
    activite: tuple[Total, ...]

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


def calculer_totaux(
    grille: Grille, nature: str, lignes: Sequence[Ligne], donnees: Donnees
) -> Totaux:
    """Compute every total of a declaration from its figures."""
    charges = _groupe(grille, donnees, "charges", "Total des charges", CHARGES, CHARGE)
    produits = _groupe(grille, donnees, "produits", "Total des produits", PRODUITS, PRODUIT)
    return Totaux(
        classes=tuple(_classe(section, donnees) for section in grille.sections if section.groupe),
        charges=charges,
        produits=produits,
        resultat=_resultat(charges, produits),
        contributions_charges=_groupe(
            grille,
            donnees,
            "contributions_charges",
            "Total des contributions volontaires, en charges (86)",
            CONTRIBUTIONS,
            CHARGE,
        ),
        contributions_produits=_groupe(
            grille,
            donnees,
            "contributions_produits",
            "Total des contributions volontaires, en produits (87)",
            CONTRIBUTIONS,
            PRODUIT,
        ),
        activite=totaux_activite(grille, nature, lignes, donnees),
    )


def chemins_de_comptes(grille: Grille, sens: str, groupes: Sequence[str]) -> tuple[str, ...]:
    """Account lines of one side of the chart that the grid asks for, in form order."""
    return tuple(
        champ.code
        for section in grille.sections
        if section.groupe in groupes
        for champ in section.champs
        if (compte := grille.plan.compte(champ.code.removeprefix(PREFIXE_COMPTE)))
        and compte.sens == sens
    )


def _comptes(code: str, libelle: str, chemins: Sequence[str], donnees: Donnees) -> Total:
    """Sum account lines: an empty one counts as zero, but one of them must be filled."""
    remplis = [chemin for chemin in chemins if est_rempli(donnees.get(chemin))]
    total = additionner(code, libelle, EUROS, remplis, donnees)
    return replace(total, chemins=tuple(chemins))


def _classe(section: Section, donnees: Donnees) -> Total:
    return _comptes(section.code, section.titre, [c.code for c in section.champs], donnees)


def _groupe(
    grille: Grille, donnees: Donnees, code: str, libelle: str, groupe: str, sens: str
) -> Total:
    """Sum the lines of one group of accounts, on one side."""
    return _comptes(code, libelle, chemins_de_comptes(grille, sens, (groupe,)), donnees)


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
