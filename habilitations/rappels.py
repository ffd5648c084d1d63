"""What people are to be reminded of about rights, whatever it is: plain data for the day's e-mail.

``portal.relances`` writes one e-mail a day to a person, files and rights together. Those who have
no account yet, and the agents of a Caf, are written to by ``adhesions.services.rappels``.
"""

from dataclasses import dataclass

from habilitations.models import Caf, Utilisateur

REVUE, ADHESION = "revue", "adhesion"


@dataclass(frozen=True)
class RappelDeDroits:
    """One thing one person is awaited for. ``manque`` is an infinitive, ``adresse`` a path.

    ``genre`` is REVUE or ADHESION; ``suite`` says what comes of no answer, when something does.
    ``marque``: the row that is awaited and the step told of it; ``dit``: told already, in an
    e-mail that has not left yet or on the same day to somebody else.
    """

    genre: str
    personne: Utilisateur
    caf: Caf
    gestionnaire_id: int
    objet: str
    manque: str
    delai: str
    suite: str
    adresse: str
    en_retard: bool
    marque: tuple[int, int]
    dit: bool

    @property
    def caf_id(self) -> int:
        return self.caf.pk
