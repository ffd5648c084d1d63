"""Domain errors of the services, with messages meant for the person who acted."""

from declarations.regles.etats import ROLE, Refus
from habilitations.services.erreurs import DemandeInvalide

__all__ = ["ActionRefusee", "ChampsRefuses", "DemandeInvalide"]


class ActionRefusee(Exception):
    """The action is refused: by the role (403) or because the moment is past (a message).

    ``action`` and ``volet`` are those of the transition table, when it is the one that refuses.
    """

    def __init__(self, refus: Refus, action: str = "", volet: str | None = None) -> None:
        super().__init__(refus.message)
        self.refus = refus
        self.action = action
        self.volet = volet

    @property
    def interdite(self) -> bool:
        """True when the person's role may not do this, whatever the moment."""
        return self.refus.nature == ROLE


class ChampsRefuses(Exception):
    """The request carries fields that this volet does not have, or that are not the person's."""

    def __init__(self, chemins: tuple[str, ...]) -> None:
        super().__init__("Ces champs n’appartiennent pas au volet que vous modifiez.")
        self.chemins = chemins
