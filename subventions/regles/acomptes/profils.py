"""What a profile of acomptes is: data, so that a Caf may have its own (DOMAINE §4, mark P)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from subventions.regles.bareme import ParametreUtilise

PREVISIONNEL = "previsionnel"
# The rights that a profile may rest on, as the steps name them.
DROITS: Mapping[str, str] = {
    "reel_n2": "droit réel N-2",
    "reel_n1": "droit réel N-1",
    PREVISIONNEL: "droit prévisionnel",
    "actualise": "droit actualisé",
    "reel": "droit réel",
}
# How many exercices before its own each of the former réels is.
RECULS: Mapping[str, int] = {"reel_n2": 2, "reel_n1": 1}


@dataclass(frozen=True)
class Plafond:
    """Ceiling of the acomptes paid so far together: a share of one right.

    ``ecart``: the ceiling applies only when the right prévisionnel moved by more than this share
    against the right of the ceiling, and the gap is not justified; None when it always applies.
    """

    taux: ParametreUtilise
    droit: str
    ecart: Decimal | None = None


@dataclass(frozen=True)
class Tranche:
    """One acompte of a profile: a share of one right, under ceilings."""

    libelle: str
    taux: ParametreUtilise
    droit: str
    plafonds: tuple[Plafond, ...] = ()


@dataclass(frozen=True)
class Profil:
    """How the acomptes of an exercice are paid."""

    code: str
    libelle: str
    tranches: tuple[Tranche, ...]

    @property
    def recul(self) -> int:
        """How many exercices back the earliest réel is that an acompte is a share of; 0: none."""
        return max((RECULS.get(tranche.droit, 0) for tranche in self.tranches), default=0)


def lire_profils(brut: Mapping[str, Any]) -> dict[str, Profil]:
    """Profiles of a parsed file by code; ValueError for an unknown right or a code given twice."""
    profils: dict[str, Profil] = {}
    for profil in brut["profils"]:
        if profil["code"] in profils:
            raise ValueError(f"Profil {profil['code']} : écrit deux fois.")
        part = partial(
            ParametreUtilise,
            "part",
            source=brut["source"],
            marque=profil["marque"],
            libelle="part du droit",
        )
        profils[profil["code"]] = Profil(
            profil["code"],
            profil["libelle"],
            tuple(_lire_tranche(tranche, part) for tranche in profil["acomptes"]),
        )
    return profils


def _lire_tranche(brut: Mapping[str, Any], part: Callable[[str], ParametreUtilise]) -> Tranche:
    return Tranche(
        brut["libelle"],
        part(brut["taux"]),
        _droit(brut["droit"]),
        tuple(
            Plafond(
                part(plafond["taux"]),
                _droit(plafond["droit"]),
                Decimal(plafond["ecart"]) if "ecart" in plafond else None,
            )
            for plafond in brut.get("plafonds", ())
        ),
    )


def _droit(code: str) -> str:
    if code not in DROITS:
        raise ValueError(f"Droit inconnu : {code}.")
    return code
