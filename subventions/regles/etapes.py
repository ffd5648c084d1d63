"""Steps of a computation: enough for anybody to redo it by hand.

A step's result is computed from the very figures it prints and rounded half-up to the cent; the
next step starts from that printed figure. The formula is written in words with the names of
its entries, in one of four forms – « a × b ÷ 12 », « a + b » or « somme de… » over all the
entries, « minimum entre la… et le… », « a − b, zéro au moins » – which a test evaluates again
independently.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from subventions.regles.bareme import ParametreUtilise
from subventions.regles.nombres import EXACT, ZERO, arrondir, ecrire

EUROS = "€"
HEURES = "h"
UN = Decimal(1)

Entree = tuple[str, Decimal]


class Etape(NamedTuple):
    """One line of the computation, as shown, printed, exported and frozen.

    A named tuple: making a frozen dataclass took a quarter of the time of a computation.
    """

    libelle: str
    formule: str
    entrees: tuple[tuple[str, str], ...]
    parametre: ParametreUtilise | None
    resultat: Decimal
    unite: str = EUROS

    def en_json(self) -> dict[str, Any]:
        return {
            "libelle": self.libelle,
            "formule": self.formule,
            "entrees": [{"nom": nom, "valeur": valeur} for nom, valeur in self.entrees],
            "parametre": self.parametre.en_json() if self.parametre else None,
            "resultat": ecrire(self.resultat),
            "unite": self.unite,
        }

    @classmethod
    def depuis_json(cls, brut: dict[str, Any]) -> "Etape":
        parametre = brut["parametre"]
        return cls(
            libelle=brut["libelle"],
            formule=brut["formule"],
            entrees=tuple((e["nom"], e["valeur"]) for e in brut["entrees"]),
            parametre=ParametreUtilise(**parametre) if parametre else None,
            resultat=Decimal(brut["resultat"]),
            unite=brut["unite"],
        )


@dataclass
class Carnet:
    """Where a formula writes its steps, one after the other, and its unit measures."""

    etapes: list[Etape] = field(default_factory=list)
    mesures: dict[str, Decimal] = field(default_factory=dict)

    def somme(
        self,
        libelle: str,
        entrees: Sequence[Entree],
        *,
        formule: str = "",
        unite: str = EUROS,
        parametre: ParametreUtilise | None = None,
    ) -> Decimal:
        """Add all the entries; ``formule`` replaces the list of their names when it is long."""
        total = ZERO
        for _, valeur in entrees:
            total = EXACT.add(total, valeur)
        texte = formule or " + ".join([nom for nom, _ in entrees])
        return self._noter(libelle, texte, entrees, parametre, total, unite)

    def produit(
        self,
        libelle: str,
        facteurs: Sequence[Entree],
        *,
        parametre: ParametreUtilise | None = None,
        diviseur: int = 1,
        unite: str = EUROS,
    ) -> Decimal:
        """Multiply the entries, then divide by a plain number, with one rounding at the end."""
        total = UN
        for _, valeur in facteurs:
            total = EXACT.multiply(total, valeur)
        texte = " × ".join([nom for nom, _ in facteurs])
        if diviseur != 1:
            total = EXACT.divide(total, Decimal(diviseur))
            texte += f" ÷ {diviseur}"
        return self._noter(libelle, texte, facteurs, parametre, total, unite)

    def minimum(
        self,
        libelle: str,
        formule: str,
        entrees: tuple[Entree, Entree],
        *,
        parametre: ParametreUtilise | None = None,
        unite: str = EUROS,
    ) -> Decimal:
        """Keep the smaller of two entries."""
        total = min(valeur for _, valeur in entrees)
        return self._noter(libelle, formule, entrees, parametre, total, unite)

    def reste(self, libelle: str, de: Entree, ote: Entree) -> Decimal:
        """What is left of an entry once another is taken off; zero when nothing is."""
        total = max(EXACT.subtract(de[1], ote[1]), ZERO)
        return self._noter(
            libelle, f"{de[0]} − {ote[0]}, zéro au moins", (de, ote), None, total, EUROS
        )

    def mesurer(self, **mesures: Decimal) -> None:
        """Record figures that the checks and pages quote besides the amount."""
        self.mesures.update(mesures)

    def _noter(
        self,
        libelle: str,
        formule: str,
        entrees: Sequence[Entree],
        parametre: ParametreUtilise | None,
        total: Decimal,
        unite: str,
    ) -> Decimal:
        resultat = arrondir(total)
        ecrites = tuple([(nom, ecrire(valeur)) for nom, valeur in entrees])
        self.etapes.append(Etape(libelle, formule, ecrites, parametre, resultat, unite))
        return resultat
