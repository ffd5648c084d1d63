"""What a story says of an équipement: its rows, its figures, year after year."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from declarations.regles.grille import ACTIVITE
from portal.accueil.demo.activite import Site, activite, heures
from portal.accueil.demo.finances import HAUSSE_ANNUELLE, comptes
from portal.saisie.regles.valeurs import Valeur

# A figure, or what is typed as it is: a text, a choice, several choices.
Dit = Decimal | Valeur


class Recit(Protocol):
    """The story of an équipement, whatever its dispositif."""

    def lignes(self, annee: int) -> dict[str, str]:
        """Rows that the partner adds, by key, with their labels; none where the Caf keeps them."""

    def valeurs(self, annee: int, nature: str, volet: str) -> dict[str, Dit]:
        """All that a volet declares, by chemin, in the order in which it is typed."""


@dataclass(frozen=True)
class RecitER:
    """An Espace de rencontre: its lieux, and what an hour costs in euros."""

    nom: str
    sites: dict[str, Site]
    cout: Decimal

    def lignes(self, annee: int) -> dict[str, str]:
        return {}

    def valeurs(self, annee: int, nature: str, volet: str) -> dict[str, Dit]:
        """The figures of the lieux open that year, or the accounts."""
        sites = {cle: site for cle, site in self.sites.items() if site.presence(annee)}
        if volet == ACTIVITE:
            return {
                f"lieux.{cle}.{champ}": valeur
                for cle, site in sites.items()
                for champ, valeur in activite(site, annee, nature).items()
            }
        total = sum((sum(heures(s, annee, nature).values()) for s in sites.values()), Decimal(0))
        reference = next(iter(sites.values())).reference
        budget = total * self.cout * HAUSSE_ANNUELLE ** (annee - reference)
        return {**comptes(self.nom, annee, nature, budget)}
