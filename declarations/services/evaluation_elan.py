"""What figures taken up from ELAN give: the estimate, and what the checks say (S)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from declarations.regles.controles.contexte import Constat, Contexte
from declarations.regles.controles.registre import executer
from declarations.regles.entrees_estimation import donnees_estimation
from declarations.regles.grille import PREVISIONNELLE, Grille, Ligne
from declarations.regles.lecture import Valeur
from declarations.services.donnees_caf import notifies_de
from declarations.services.evaluation import seuils
from habilitations.models import Dispositif, Equipement
from subventions.referentiels import plan_comptable
from subventions.regles.bareme import Bareme
from subventions.regles.estimation import Estimation
from subventions.regles.moteur import estimer
from subventions.services import bareme_applicable

# What misses is said beside each field: these checks would say it again.
CONTROLES_DE_FORME = ("C01", "C02")


@dataclass(frozen=True)
class EvaluationElan:
    """What the figures give: the estimate, and what the checks say without stopping anything.

    ``estimation`` is None while nothing is filled, or while the Caf has notified no collectif;
    ``notifies`` holds this number at its chemin, nothing without it.
    """

    estimation: Estimation | None
    constats: tuple[Constat, ...]
    entrees: dict[str, Any] | None
    notifies: Mapping[str, str]


@dataclass(frozen=True)
class Reperes:
    """What several projects are evaluated with: read once for all of them."""

    seuils: Mapping[str, Decimal]
    notifies: Mapping[tuple[int, int], Mapping[str, str]]
    bareme: Callable[[str, int, int], Bareme] = field(
        default_factory=lambda: cache(bareme_applicable)
    )

    @classmethod
    def de(cls, cles: Iterable[tuple[int, int]]) -> "Reperes":
        """For équipements and their exercices: two queries, and one for each barème."""
        return cls(seuils(), notifies_de(cles))


def evaluer_elan(
    equipement: Equipement,
    annee: int,
    grille: Grille,
    lignes: Sequence[Ligne],
    donnees: Mapping[str, Valeur],
    reperes: Reperes | None = None,
) -> EvaluationElan:
    """Estimate with the barème and the collectifs notified to date, and run the checks."""
    reperes = reperes or Reperes.de([(equipement.pk, annee)])
    notifies = reperes.notifies.get((equipement.pk, annee), {})
    tout = {**donnees, **notifies}
    entrees = donnees_estimation(grille, tuple(lignes), tout)
    estimation = None
    if entrees is not None and notifies:
        bareme = reperes.bareme(Dispositif.CLAS, annee, equipement.caf_id)
        estimation = estimer(Dispositif.CLAS, entrees, bareme, plan_comptable(), annee)
    contexte = Contexte(
        grille=grille,
        nature=PREVISIONNELLE,
        annee=annee,
        lignes=tuple(lignes),
        donnees=tout,
        seuils=reperes.seuils,
        estimation=estimation,
    )
    constats = tuple(c for c in executer(contexte) if c.code not in CONTROLES_DE_FORME)
    return EvaluationElan(estimation, constats, entrees, notifies)
