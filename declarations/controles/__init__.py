"""Reference values of the coherence checks, read from ``seuils.toml``."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

FICHIER_SEUILS = Path(__file__).parent / "seuils.toml"


@dataclass(frozen=True)
class Seuil:
    """A threshold of a check, with what people need to trust it."""

    code: str
    libelle: str
    valeur: Decimal
    unite: str
    source: str
    marque: str


@lru_cache
def seuils_de_reference() -> tuple[Seuil, ...]:
    """The thresholds as delivered: what the loading of reference data starts from."""
    with FICHIER_SEUILS.open("rb") as fichier:
        brut = tomllib.load(fichier)
    return tuple(Seuil(**{**seuil, "valeur": Decimal(seuil["valeur"])}) for seuil in brut["seuils"])


def valeurs_de_reference() -> dict[str, Decimal]:
    """Their values by code, as ``Contexte.seuils`` expects them."""
    return {seuil.code: seuil.valeur for seuil in seuils_de_reference()}
