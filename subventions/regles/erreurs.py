"""What is wrong in the data handed to the engine."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Erreur:
    """A refusal: where (« charges.86 », « postes.0.mois ») and why, in French."""

    chemin: str
    message: str

    def en_json(self) -> dict[str, Any]:
        return asdict(self)

    def sous(self, prefixe: str) -> "Erreur":
        """The same, seen from the object that holds the data."""
        return Erreur(f"{prefixe}.{self.chemin}" if self.chemin else prefixe, self.message)
