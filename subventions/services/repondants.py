"""Requests answered one by one, as plain data: what estimates and schedules have in common."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from subventions.imports import cles_repetees
from subventions.regles.erreurs import Erreur
from subventions.regles.estimation import INVALIDE


class Repondant(ABC):
    """Gives each request back as it was, with its answer under ``cles_rendues``.

    ``refusees``: how many of them could not be computed.
    """

    cles_rendues: ClassVar[tuple[str, ...]]

    def __init__(self) -> None:
        self.refusees = 0

    def repondre(self, demande: Any) -> dict[str, Any]:
        """Return the request with its ``statut`` and what explains it."""
        if isinstance(demande, Mapping):
            reprise = {c: valeur for c, valeur in demande.items() if c not in self.cles_rendues}
            rendu = self.traiter(demande)
        else:
            reprise = {"demande": demande}
            rendu = self.refuser(Erreur("", "Un objet est attendu."))
        self.refusees += rendu["statut"] == INVALIDE
        return {**reprise, **rendu}

    @abstractmethod
    def traiter(self, demande: Mapping[str, Any]) -> dict[str, Any]:
        """The answer to a request that is an object."""

    @abstractmethod
    def refuser(self, *erreurs: Erreur) -> dict[str, Any]:
        """The answer to what cannot be computed."""


def cles_en_double(demande: Mapping[str, Any]) -> list[Erreur]:
    """One refusal for each key written twice, at any depth."""
    return [Erreur(chemin, "Cette clé est écrite deux fois.") for chemin in cles_repetees(demande)]
