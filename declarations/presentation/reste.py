"""What is left to do of a volet, in one word: the banner of its file, lists and reminders ask it.

Each says it in its own way, with what it knows: the file alone knows whether nothing lacks.
"""

from collections.abc import Collection
from enum import StrEnum

from declarations.models import Declaration, Volet
from declarations.regles.etats import Etat


class Reste(StrEnum):
    """As an infinitive, which « les données d’activité » follow."""

    CORRIGER = "Corriger"
    REVOIR = "Revoir"
    SAISIR = "Saisir"
    COMPLETER = "Compléter"
    SIGNER = "Vérifier et signer"

    @property
    def jusqu_a_la_signature(self) -> str:
        """The same where nothing else says that a signature ends it: « Compléter et signer »."""
        return self.value if self is Reste.SIGNER else f"{self.value} et signer"


def reste_de(declaration: Declaration, volets: Collection[Volet]) -> Reste:
    """What is left of these volets together, by what was done of them; never SIGNER, which takes
    to count what they lack.

    A correction of the Caf comes before what the approbateur sent back, which comes before what is
    typed already.
    """
    if declaration.etat == Etat.A_CORRIGER:
        return Reste.CORRIGER
    if any(volet.renvoi_motif for volet in volets):
        return Reste.REVOIR
    return Reste.COMPLETER if any(volet.modifie_le for volet in volets) else Reste.SAISIR
