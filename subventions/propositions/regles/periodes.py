"""Exercices of values: what a new one leaves of those it meets, and years side by side."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Periode:
    """From an exercice to another, both included; ``fin`` None: no end foreseen."""

    debut: int
    fin: int | None = None

    def contient(self, annee: int) -> bool:
        return self.debut <= annee and (self.fin is None or annee <= self.fin)

    def chevauche(self, autre: "Periode") -> bool:
        """Tell whether the two share an exercice."""
        return (self.fin is None or autre.debut <= self.fin) and (
            autre.fin is None or self.debut <= autre.fin
        )


@dataclass(frozen=True)
class Reste:
    """What is left of a period: ``avant`` and ``apres`` the new one, each None when nothing is."""

    avant: Periode | None = None
    apres: Periode | None = None


def reste(ancienne: Periode, nouvelle: Periode) -> Reste:
    """What a new value leaves of a former one. ValueError when they share no exercice."""
    if not ancienne.chevauche(nouvelle):
        raise ValueError("Ces deux périodes n’ont aucun exercice en commun.")
    avant = apres = None
    if ancienne.debut < nouvelle.debut:
        avant = Periode(ancienne.debut, nouvelle.debut - 1)
    if nouvelle.fin is not None and (ancienne.fin is None or ancienne.fin > nouvelle.fin):
        apres = Periode(nouvelle.fin + 1, ancienne.fin)
    return Reste(avant, apres)


def changements(valeurs: Sequence[str | None]) -> list[bool]:
    """Of a parameter, year after year: whether each value differs from that of the year before.

    The first never does; a value that appears or ceases does.
    """
    return [rang > 0 and valeurs[rang - 1] != valeur for rang, valeur in enumerate(valeurs)]
