"""The engine: one way to every amount (live estimate, receipt, PDF, export, command)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
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

__all__ = ["FORMULES", "Erreur", "Estimation", "Formule", "estimer", "invalide", "plafonner"]


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

# The most an amount may be, for who may not read the expenses it comes from.
PLAFONDS: Mapping[str, Formule] = {
    CCT: Formule(cct.lire_temps, lambda carnet, entree, bareme: None, cct.plafonner),
}


def estimer(
    dispositif: str, donnees: object, bareme: Bareme, plan: PlanComptable, annee: int
) -> Estimation:
    """Estimate one subsidy: the amount with its steps, the parameters missing, or the refusals."""
    if dispositif not in FORMULES:
        connus = ", ".join(DISPOSITIFS)
        return invalide(Erreur("dispositif", f"Dispositif inconnu. Valeurs possibles : {connus}."))
    return _appliquer(FORMULES[dispositif], dispositif, donnees, bareme, plan, annee)


def _appliquer(
    formule: Formule,
    dispositif: str,
    donnees: object,
    bareme: Bareme,
    plan: PlanComptable,
    annee: int,
) -> Estimation:
    if not isinstance(donnees, Mapping):
        return invalide(Erreur("", "Un objet de données est attendu."))
    applicable = bareme.pour(dispositif)
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


def plafonner(
    dispositif: str, donnees: object, bareme: Bareme, plan: PlanComptable, annee: int
) -> Estimation:
    """The most a subsidy may be, from figures that tell no expense (DOMAINE §3.3).

    The same statuts as ``estimer``. KeyError for a dispositif whose amount nobody is kept from.
    """
    formule = PLAFONDS[dispositif]
    return replace(_appliquer(formule, dispositif, donnees, bareme, plan, annee), est_plafond=True)


def invalide(*erreurs: Erreur) -> Estimation:
    """The answer to data that cannot be computed."""
    return Estimation(INVALIDE, erreurs=erreurs)
