"""What every version says, sent or not, in the same words."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from declarations.grilles import grille_par_reference
from declarations.models import Declaration, Version
from declarations.regles.compteurs import Compte, compter, sorte
from declarations.regles.controles.contexte import Donnees
from declarations.regles.grille import VOLETS, EmplacementGrille, Grille, LigneGrille
from declarations.regles.lecteurs import Lecteur, champs_lisibles, constat_est_lisible
from declarations.regles.manques import Manque
from declarations.regles.progression import progression
from portal.dossiers.models import PieceJointe
from portal.saisie.regles.progression import Progression
from subventions.regles.estimation import Estimation

# A constat as it is kept: that of ``ConstatSuivi.en_json``.
Constat = Mapping[str, Any]


@dataclass(frozen=True)
class MontantLu:
    """What a person reads of an amount.

    ``estimation`` is the whole computation, or the most it may come to (``est_plafond``) for who
    does not read the expenses. ``manques`` is what that one waits for; ``base`` the charges an
    exact amount was computed on.
    """

    estimation: Estimation
    manques: tuple[Manque, ...] = ()
    base: Decimal | None = None


class Contenu(ABC):
    """What one version says; each part is read when it is first asked for, and kept."""

    def __init__(self, version: Version) -> None:
        self.version = version

    @property
    def declaration(self) -> Declaration:
        return self.version.declaration

    @cached_property
    def grille(self) -> Grille:
        return grille_par_reference(self.version.grille, self.declaration.annee)

    @property
    @abstractmethod
    def lignes(self) -> tuple[LigneGrille, ...]:
        """Rows asked about: lieux, collectifs or postes, but for those withdrawn."""

    @property
    @abstractmethod
    def donnees(self) -> Donnees:
        """Figures by chemin, those that the Caf gives included."""

    @property
    @abstractmethod
    def constats(self) -> Sequence[Constat]:
        """What the checks say, each with the justification that holds."""

    @abstractmethod
    def montant(self, lecteur: Lecteur) -> MontantLu:
        """The amount as somebody reads it: exact, or the most it may come to."""

    @property
    @abstractmethod
    def pieces(self) -> list[PieceJointe]:
        """Papers that the partner hands in with it, in the order they were joined."""

    @cached_property
    def emplacements(self) -> dict[str, EmplacementGrille]:
        """Every field asked for, of both volets, by chemin, in reading order."""
        places = self.grille.emplacements(self.declaration.nature, self.lignes)
        return {place.chemin: place for place in places}

    def places(self, volet: str) -> dict[str, EmplacementGrille]:
        """Those of one volet."""
        return {c: e for c, e in self.emplacements.items() if e.champ.volet == volet}

    def places_lisibles(self, lecteur: Lecteur) -> dict[str, EmplacementGrille]:
        """Those that somebody may read."""
        lisibles = champs_lisibles(self.emplacements.values(), lecteur.roles, lecteur.cote_caf)
        return {place.chemin: place for place in lisibles}

    def constats_lus(self, lecteur: Lecteur) -> list[Constat]:
        """What somebody may be told of the checks: to them the others do not exist."""
        places, lisibles = self.emplacements, self.places_lisibles(lecteur)
        return [
            constat
            for constat in self.constats
            if constat_est_lisible(
                constat.get("cle", ""), constat.get("chemins", ()), places, lisibles
            )
        ]

    def compte(self, lecteur: Lecteur, volets: Sequence[str] = VOLETS) -> Compte:
        """What these volets come to for somebody; the only numbers that pages show."""
        return compter(
            self.avances(volets),
            [
                sorte(c["code"], c["niveau"], "justification" in c)
                for c in self.constats_lus(lecteur)
                if c.get("volet", "") in (*volets, "")
            ],
        )

    @abstractmethod
    def avances(self, volets: Sequence[str]) -> list[Progression]:
        """How far the typing of these volets is counted to have come; nothing once it is over."""

    def progression(self, volet: str) -> Progression:
        """How far the typing of a volet has come."""
        return progression(self.grille, self.declaration.nature, self.lignes, volet, self.donnees)
