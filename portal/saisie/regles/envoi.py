"""What a form of values sends, by button or field by field: values, choices, where it began."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from portal.saisie.regles.valeurs import Valeur


@dataclass(frozen=True)
class Envoi:
    """Raw values to save, by chemin, and those given up for another's.

    ``revision`` is the one the person started from. ``confirmees`` are the chemins of the values
    carried over that they say are right. ``personne`` is the id of whom the page was drawn for,
    empty when it does not say.
    """

    revision: int
    valeurs: Mapping[str, Valeur]
    ecartees: Mapping[str, Valeur] = field(default_factory=dict)
    confirmees: Collection[str] = ()
    personne: str = ""

    def est_de(self, pk: int) -> bool:
        """Tell whether the page was drawn for this person: another may have logged in since."""
        return self.personne in ("", str(pk))
