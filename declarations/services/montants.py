"""The amount of a declaration as one person reads it: exact, or « jusqu’à … € »."""

from dataclasses import dataclass
from decimal import Decimal

from declarations.regles.grille import Grille
from declarations.regles.lecteurs import tout_est_lisible
from declarations.regles.manques import (
    Manque,
    codes_du_plafond,
    codes_manquants,
    manques_des_lignes,
)
from declarations.services.evaluation import Evaluation
from subventions.models import Calcul
from subventions.regles.estimation import EN_ATTENTE, Estimation
from subventions.regles.moteur import plafonner


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


def montant_fige(
    calcul: Calcul, grille: Grille, roles: frozenset[str], cote_caf: bool
) -> MontantLu:
    """The computation frozen at the sending, or its ceiling from the figures frozen with it."""
    figee = calcul.estimation
    if tout_est_lisible(grille, roles, cote_caf):
        return MontantLu(figee)
    plafond = plafonner(calcul.dispositif, calcul.donnees, figee.bareme, grille.plan, calcul.annee)
    return MontantLu(plafond)


def montant_du_moment(evaluation: Evaluation, roles: frozenset[str], cote_caf: bool) -> MontantLu:
    """The live estimate, or its ceiling with the barème in force."""
    grille, chiffrage = evaluation.grille, evaluation.chiffrage
    if tout_est_lisible(grille, roles, cote_caf):
        return MontantLu(chiffrage.estimation, chiffrage.manques, chiffrage.base)
    codes = codes_du_plafond(grille.dispositif, chiffrage.bareme)
    attendus = tuple(manques_des_lignes(grille, evaluation.lignes, evaluation.donnees, codes))
    if attendus:
        en_attente = Estimation(EN_ATTENTE, manquants=codes_manquants(attendus), est_plafond=True)
        return MontantLu(en_attente, attendus)
    annee = evaluation.contexte.annee
    entrees = chiffrage.entrees
    return MontantLu(plafonner(grille.dispositif, entrees, chiffrage.bareme, grille.plan, annee))
