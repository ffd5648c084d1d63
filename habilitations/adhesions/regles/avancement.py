"""How far an adhesion has come, and who holds it up: derived from its papers, never written down.

Pure. A file has no other state than that of its papers until it is closed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class EtatPiece(StrEnum):
    """Of one kind of paper: not received, received and not looked at, refused, accepted."""

    ATTENDUE = "attendue"
    A_VERIFIER = "a_verifier"
    REFUSEE = "refusee"
    ACCEPTEE = "acceptee"


class Cloture(StrEnum):
    """How a file was closed, if it was."""

    AUCUNE = "aucune"
    COMPLETE = "complete"
    SANS_SUITE = "sans_suite"


class Etat(StrEnum):
    """Of the whole file.

    OUVERT: nothing received; EN_COURS: some papers accepted, others awaited; A_VERIFIER: the Caf
    has one to look at; A_REPRENDRE: one refused is awaited again; A_CONCLURE: all are accepted.
    """

    OUVERT = "ouvert"
    EN_COURS = "en_cours"
    A_VERIFIER = "a_verifier"
    A_REPRENDRE = "a_reprendre"
    A_CONCLURE = "a_conclure"
    COMPLET = "complet"
    SANS_SUITE = "sans_suite"


class Partie(StrEnum):
    """Who holds a file up."""

    PARTENAIRE = "partenaire"
    CAF = "caf"
    PERSONNE = "personne"


@dataclass(frozen=True)
class Avancement:
    """State of a file, from that of each of its papers, by code of their kinds."""

    pieces: Mapping[str, EtatPiece]
    cloture: Cloture = Cloture.AUCUNE

    @property
    def total(self) -> int:
        return len(self.pieces)

    @property
    def acceptees(self) -> int:
        return self._combien(EtatPiece.ACCEPTEE)

    @property
    def manquantes(self) -> tuple[str, ...]:
        """Kinds that are not accepted, in their order."""
        return tuple(code for code, etat in self.pieces.items() if etat != EtatPiece.ACCEPTEE)

    @property
    def etat(self) -> Etat:
        """What the Caf can do now comes before what it waits for."""
        if self.cloture != Cloture.AUCUNE:
            return Etat.COMPLET if self.cloture == Cloture.COMPLETE else Etat.SANS_SUITE
        if self._combien(EtatPiece.A_VERIFIER):
            return Etat.A_VERIFIER
        if self._combien(EtatPiece.REFUSEE):
            return Etat.A_REPRENDRE
        if not self.manquantes:
            return Etat.A_CONCLURE
        return Etat.EN_COURS if self.acceptees else Etat.OUVERT

    @property
    def retenu_par(self) -> Partie:
        """The Caf while it has a paper to look at or a file to conclude, else the partner."""
        if self.cloture != Cloture.AUCUNE:
            return Partie.PERSONNE
        a_la_caf = self.etat in (Etat.A_VERIFIER, Etat.A_CONCLURE)
        return Partie.CAF if a_la_caf else Partie.PARTENAIRE

    @property
    def a_deposer(self) -> int:
        """How many papers the partner has to hand in, even while the Caf looks at others."""
        if self.cloture != Cloture.AUCUNE:
            return 0
        return self._combien(EtatPiece.ATTENDUE) + self._combien(EtatPiece.REFUSEE)

    def _combien(self, etat: EtatPiece) -> int:
        return sum(e == etat for e in self.pieces.values())
