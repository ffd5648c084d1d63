"""Refusals of the services, with messages meant for the person who acted."""


class ActeInterdit(Exception):
    """This person's function may never do this here: 403."""


class ActeImpossible(Exception):
    """It is not possible, or no longer: a message on the page one came from."""


class DemandeInvalide(Exception):
    """What was asked cannot be done as asked; ``champ`` tells which input to mend."""

    def __init__(self, champ: str, message: str) -> None:
        super().__init__(message)
        self.champ = champ
