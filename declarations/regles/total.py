"""One total of a declaration, and how far it moved from another.

Everything is ``Decimal`` and nothing is rounded before it is printed, so that a variation of
exactly the threshold is seen as such.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from declarations.regles.grille import FINANCES
from portal.saisie.regles.valeurs import est_rempli, lire
from portal.socle.formats import arrondi, avec_unite
from portal.socle.formats import variation as ecrire_variation
from subventions.regles.nombres import calcul_exact

EUROS = "€"
# Fine enough to tell any two variations apart, coarse enough to absorb an endless quotient.
_PAS_VARIATION = Decimal(1).scaleb(-30)

Donnees = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Total:
    """One total, with the fields that make it, filled or not.

    ``valeur`` sums what is filled and readable; None when nothing is. ``complet`` is false
    while something is missing or unreadable: such a total is shown, not compared. ``lisible``
    is false when something filled is no number (C02).
    """

    code: str
    libelle: str
    valeur: Decimal | None
    unite: str
    chemins: tuple[str, ...]
    volet: str = FINANCES
    complet: bool = True
    lisible: bool = True

    @property
    def montant(self) -> Decimal:
        """The value, zero when nothing is filled (an empty account counts as zero)."""
        return Decimal(0) if self.valeur is None else self.valeur

    @property
    def texte(self) -> str:
        """The value as printed, with its unit; empty when nothing is filled."""
        return self.ecrire(self.valeur)

    def ecrire(self, valeur: Decimal | None) -> str:
        """Another value of the same figure, printed the same way."""
        return ecrire(valeur, self.unite)


def additionner(
    code: str,
    libelle: str,
    unite: str,
    chemins: Sequence[str],
    donnees: Donnees,
    volet: str = FINANCES,
    *,
    vides_admis: bool = False,
) -> Total:
    """Sum fields; ``complet`` asks each of them to be filled and readable.

    ``vides_admis``: an empty one counts as zero, but one of them must be filled (accounts).
    """
    remplis = [v for chemin in chemins if est_rempli(v := donnees.get(chemin))]
    connus = [lu for v in remplis if (lu := lire(v)) is not None]
    attendus = len(remplis) if vides_admis else len(chemins)
    complet = bool(attendus) and len(connus) == attendus
    lisible = len(connus) == len(remplis)
    valeur = _somme(connus) if connus else None
    return Total(code, libelle, valeur, unite, tuple(chemins), volet, complet, lisible)


def _somme(valeurs: Sequence[Decimal]) -> Decimal:
    with calcul_exact():
        return sum(valeurs, Decimal(0))


def variation(valeur: Decimal | None, reference: Decimal | None) -> Decimal | None:
    """How far a figure moved, |a − b| / b in percent; None (« n.c. ») when it cannot be said."""
    if valeur is None or not reference:
        return None
    with calcul_exact():
        ecart = abs(valeur - reference) / abs(reference) * 100
        return ecart.quantize(_PAS_VARIATION)


def texte_variation(valeur: Decimal | None, reference: Decimal | None) -> str:
    """The variation as shown beside a figure: « +12,4 % », « n.c. »."""
    return ecrire_variation(valeur, reference)


def variation_de_totaux(total: Total, reference: Total | None) -> str:
    """The variation of a total, once every figure of every row of both is given: two antennes
    left empty out of three are no fall of a half. « n.c. » until then."""
    if reference is None or not (total.complet and reference.complet):
        return texte_variation(None, None)
    return texte_variation(total.valeur, reference.valeur)


def ecrire(valeur: Decimal | None, unite: str) -> str:
    """A figure with its unit, to the cent or hundredth at most: « 1 234,50 € », « 12,5 h »."""
    return "" if valeur is None else avec_unite(arrondi(valeur, 2), unite)
