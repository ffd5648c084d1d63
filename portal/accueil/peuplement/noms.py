"""Names of people and of what they run (``noms.toml``), and numbers given to nobody."""

import tomllib
from pathlib import Path

from stdnum.luhn import calc_check_digit

_LUS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
PRENOMS: list[str] = _LUS["prenoms"]
NOMS: list[str] = _LUS["noms"]
COMMUNES: list[str] = _LUS["communes"]
ASSOCIATIONS: list[str] = _LUS["associations"]
EQUIPEMENTS: dict[str, list[str]] = _LUS["equipements"]


def siret(numero: int) -> str:
    """The SIRET of a rank: both numbers checked, none of them given to anybody for certain."""
    siren = f"9{numero:07d}"
    siren += calc_check_digit(siren)
    return f"{siren}0001{calc_check_digit(siren + '0001')}"
