"""How a partner joins: case A, B or C, from what its Caf already holds (DOMAINE §2, S)."""

from dataclasses import dataclass
from enum import StrEnum


class Cas(StrEnum):
    """A: no MCP convention; B: MCP for another service; C: MCP and AFAS."""

    A = "a"
    B = "b"
    C = "c"


@dataclass(frozen=True)
class Tenus:
    """What a Caf holds of a partner: its MCP convention, its AFAS bulletin."""

    mcp: bool
    afas: bool


def cas_de(tenus: Tenus) -> Cas:
    """Return the case; nobody chooses it. A bulletin without the convention that it adheres to is
    asked for again with it."""
    if not tenus.mcp:
        return Cas.A
    return Cas.C if tenus.afas else Cas.B
