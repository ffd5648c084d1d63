"""Fields: what one input asks for, and the kinds of value it may hold."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

OUI = "oui"
NON = "non"

# Kinds of value a field can hold; the number is how many decimals may be typed.
DECIMALES = {"entier": 0, "mois": 0, "jours": 0, "heures": 2, "etp": 2, "euros": 2, "nombre": 6}
TYPES_TEXTE = frozenset({"texte", "texte_long"})
TYPES_CHOIX = frozenset({"choix", "choix_multiples", "oui_non"})
TYPES = frozenset(DECIMALES) | TYPES_TEXTE | TYPES_CHOIX | {"date"}

# Who gives the value of a field that is typed; any other origin is named by the trade.
SAISIE = "saisie"

REPONSES = ((OUI, "Oui"), (NON, "Non"))


@dataclass(frozen=True)
class Champ:
    """One field asked for; what it is asked for stands in the subclasses of the trade.

    ``minimum`` and ``maximum`` bound a number, in ``unite``; ``longueur`` a text, in characters (0:
    that of its type); ``choix`` holds codes and labels.
    ``origine`` tells who gives the value: ``SAISIE`` when people type it, otherwise it is only
    shown.
    """

    code: str
    libelle: str
    type: str
    aide: str = ""
    obligatoire: bool = True
    minimum: Decimal | None = Decimal(0)
    maximum: Decimal | None = None
    choix: tuple[tuple[str, str], ...] = ()
    unite: str = ""
    longueur: int = 0
    origine: str = SAISIE

    @cached_property
    def est_numerique(self) -> bool:
        return self.type in DECIMALES

    @cached_property
    def decimales(self) -> int:
        """How many decimals may be typed; 0 for what is no number."""
        return DECIMALES.get(self.type, 0)

    @cached_property
    def est_saisi(self) -> bool:
        """Tell whether people type the value."""
        return self.origine == SAISIE

    @cached_property
    def a_part(self) -> tuple[tuple[str, str], ...]:
        """Answers that it takes whatever its type (« ne sait pas »): codes and labels."""
        return ()

    @cached_property
    def options(self) -> tuple[tuple[str, str], ...]:
        """Codes and labels offered: those of the definition, or « oui » and « non »."""
        return REPONSES if self.type == "oui_non" else self.choix
