"""A row of a structure that somebody sent, whatever its format."""

from dataclasses import dataclass

ABSENTE = "La colonne « {} » manque."


@dataclass(frozen=True)
class Rangee:
    """One row: its number, and what its cells hold, by column; empty ones are absent."""

    ligne: int
    cellules: dict[str, str]

    def __getitem__(self, colonne: str) -> str:
        return self.cellules.get(colonne, "")
