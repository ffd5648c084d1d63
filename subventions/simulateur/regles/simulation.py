"""The amount of a scenario and what would move it, by the one engine."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from subventions.regles.bareme import Bareme
from subventions.regles.erreurs import Erreur
from subventions.regles.estimation import EN_ATTENTE, INVALIDE, Estimation
from subventions.regles.moteur import estimer
from subventions.regles.plan import PlanComptable
from subventions.simulateur.regles.entrees import Entree
from subventions.simulateur.regles.variantes import variantes

Donnees = Mapping[str, Any]


@dataclass(frozen=True)
class Marge:
    """What a move brings, in euros: negative when it costs, None where it makes no sense.

    ``egales`` with the expenses as they stand (or when they alone move), ``proportion`` with
    expenses that follow.
    """

    libelle: str
    egales: Decimal | None
    proportion: Decimal | None


@dataclass(frozen=True)
class Resultat:
    """A scenario computed; ``marges`` is empty unless there is an amount."""

    estimation: Estimation
    entree: Entree
    marges: tuple[Marge, ...] = ()

    @property
    def montant(self) -> Decimal | None:
        return self.estimation.montant


def simuler(
    dispositif: str, entree: Entree, bareme: Bareme, plan: PlanComptable, annee: int
) -> Resultat:
    """Compute one scenario; incomplete, it waits, as a declaration does; contradictory, it is to
    be corrected."""
    if entree.erreurs:
        erreurs = tuple(Erreur(chemin, message) for chemin, message in entree.erreurs.items())
        return Resultat(Estimation(INVALIDE, erreurs=erreurs), entree)
    if not entree.est_complete:
        return Resultat(Estimation(EN_ATTENTE, manquants=entree.manques), entree)
    estimation = estimer(dispositif, entree.donnees, bareme, plan, annee)
    if not estimation.est_estimee:
        return Resultat(estimation, entree)

    def ecart(donnees: Donnees | None) -> Decimal | None:
        if donnees is None or estimation.montant is None:
            return None
        autre = estimer(dispositif, donnees, bareme, plan, annee).montant
        return None if autre is None else autre - estimation.montant

    marges = tuple(
        Marge(v.libelle, ecart(v.egales), ecart(v.proportion))
        for v in variantes(dispositif, entree.donnees)
    )
    return Resultat(estimation, entree, marges)
