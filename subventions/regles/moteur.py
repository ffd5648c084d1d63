"""The engine: one way to every amount (live estimate, receipt, PDF, export, command)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from subventions.regles import cct, clas, diagnostic, er
from subventions.regles.bareme import Bareme
from subventions.regles.erreurs import Erreur
from subventions.regles.estimation import BAREME_NON_PUBLIE, ESTIME, INVALIDE, Estimation
from subventions.regles.etapes import Carnet
from subventions.regles.lecture import Lecteur
from subventions.regles.parametres import CCT, CLAS, DIAGNOSTIC, DISPOSITIFS, ER
from subventions.regles.plan import PlanComptable

__all__ = ["FORMULES", "Erreur", "Estimation", "Formule", "estimer", "invalide"]


@dataclass(frozen=True)
class Formule:
    """The three verbs of a formula: read the data, measure without barème, compute."""

    lire: Callable[[Lecteur, Mapping[str, object], Bareme], Any]
    mesurer: Callable[[Carnet, Any, Bareme], object]
    calculer: Callable[[Carnet, Any, Bareme], Decimal]


FORMULES: Mapping[str, Formule] = {
    CCT: Formule(cct.lire, cct.mesurer, cct.calculer),
    DIAGNOSTIC: Formule(diagnostic.lire, diagnostic.mesurer, diagnostic.calculer),
    CLAS: Formule(clas.lire, clas.mesurer, clas.calculer),
    ER: Formule(er.lire, er.mesurer, er.calculer),
}


def estimer(
    dispositif: str, donnees: object, bareme: Bareme, plan: PlanComptable, annee: int
) -> Estimation:
    """Estimate one subsidy: the amount with its steps, the parameters missing, or the refusals."""
    if dispositif not in FORMULES:
        connus = ", ".join(DISPOSITIFS)
        return invalide(Erreur("dispositif", f"Dispositif inconnu. Valeurs possibles : {connus}."))
    if not isinstance(donnees, Mapping):
        return invalide(Erreur("", "Un objet de données est attendu."))
    formule, applicable = FORMULES[dispositif], bareme.pour(dispositif)
    lecteur = Lecteur(plan, annee)
    entree = formule.lire(lecteur, donnees, applicable)
    if lecteur.erreurs:
        return invalide(*lecteur.erreurs)
    carnet = Carnet()
    manquants = applicable.manquants(dispositif)
    if manquants:
        formule.mesurer(carnet, entree, applicable)
        return Estimation(
            BAREME_NON_PUBLIE, manquants=manquants, mesures=carnet.mesures, bareme=applicable
        )
    montant = formule.calculer(carnet, entree, applicable)
    return Estimation(
        ESTIME, montant, tuple(carnet.etapes), mesures=carnet.mesures, bareme=applicable
    )


def invalide(*erreurs: Erreur) -> Estimation:
    """The answer to data that cannot be computed."""
    return Estimation(INVALIDE, erreurs=erreurs)
