"""What a check of the data found wrong, said the same way whatever the check."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Faute:
    """One thing wrong: of what kind it is, which one, and why, in French."""

    nature: str
    objet: str
    raison: str

    def __str__(self) -> str:
        return f"{self.nature} – {self.objet} : {self.raison}"

    def en_json(self) -> dict[str, Any]:
        return asdict(self)
