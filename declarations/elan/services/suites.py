"""What the figures taken up from ELAN give: what the Caf lays beside them, the amount frozen."""

from decimal import Decimal

from declarations.elan.models import RepriseElan
from declarations.elan.services.evaluation import EvaluationElan
from declarations.regles.grille import PREVISIONNELLE, Grille
from habilitations.models import Dispositif
from subventions.models.calcul import STATUTS_FIGES, Calcul
from subventions.services import figer_calcul


def fournir(reprise: RepriseElan, grille: Grille, evaluation: EvaluationElan) -> set[str]:
    """Lay what the Caf gives; return the chemins that changed."""
    places = grille.emplacements(PREVISIONNELLE, ())
    fournis = {place.chemin for place in places if not place.champ.est_saisi}
    changes = {c for c in fournis if reprise.donnees.get(c) != evaluation.notifies.get(c)}
    for chemin in changes:
        reprise.poser(chemin, evaluation.notifies.get(chemin, ""))
    return changes


def figer(reprise: RepriseElan, evaluation: EvaluationElan) -> Calcul | None:
    """Keep the computation with its steps, when there is one to keep."""
    estimation = evaluation.estimation
    if evaluation.chiffrage.manques or estimation.statut not in STATUTS_FIGES:
        return None
    return figer_calcul(
        estimation,
        gestionnaire_id=reprise.gestionnaire_id,
        caf_id=reprise.caf_id,
        dispositif=Dispositif.CLAS,
        annee=reprise.annee,
        donnees=evaluation.chiffrage.entrees,
        equipement_id=reprise.equipement_id,
    )


def montant_de(calcul: Calcul | None) -> str | None:
    """The amount of a computation, as the journal writes it; None without one."""
    montant: Decimal | None = calcul.montant if calcul else None
    return None if montant is None else str(montant)
