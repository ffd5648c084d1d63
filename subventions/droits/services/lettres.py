"""Letters of right: asked for by who reads the amount of a definitive right."""

from typing import Any

from django.db import transaction

from habilitations.permissions import Acteur
from portal.socle.refus import impossible, interdit
from subventions.droits.regles.situation import EtatDroit
from subventions.droits.services.lecteurs import lit_les_montants
from subventions.droits.services.lectures import (
    decision_en_vigueur,
    montant_retenu,
    suspensions_du_droit,
)
from subventions.models import DecisionDroit, Droit
from subventions.models.lettres import LettreDroit
from subventions.regles.estimation import SANS_MONTANT
from subventions.services.lettres import dit_encore, etablir

PROVISOIRE = (
    "La Caf n’a pas encore validé la déclaration : une lettre s’établit pour un droit définitif."
)


@transaction.atomic
def demander_lettre(droit_id: int, *, acteur: Acteur) -> LettreDroit:
    """The letter of a definitive right as it stands: the one there is, or a new one.

    A new one is sealed by the worker once this is committed. Raises Droit.DoesNotExist,
    ActionRefusee (amount not theirs to read, right not definitive or not computed).
    """
    droits = Droit.objects.visibles_par(acteur).select_related(
        "calcul", "equipement", "gestionnaire", "caf"
    )
    droit = droits.select_for_update(of=("self",), no_key=True).get(pk=droit_id)
    if not lit_les_montants(acteur, droit.equipement):
        raise interdit("Le montant de ce droit ne vous est pas ouvert.")
    if droit.etat != EtatDroit.DEFINITIF:
        raise impossible(PROVISOIRE)
    if droit.calcul.montant is None:
        raise impossible(f"Aucun montant n’est calculé : {SANS_MONTANT[droit.calcul.statut]}.")
    return etablir(LettreDroit, droit, contenu(droit), acteur)


def contenu(droit: Droit) -> dict[str, Any]:
    """All that a letter says of a right as it stands; the computation by its hash, and whole."""
    decision = decision_en_vigueur(droit)
    calcul = droit.calcul
    return {
        "caf": {"code": droit.caf.code, "nom": droit.caf.nom},
        "partenaire": {"nom": droit.gestionnaire.nom, "siret": droit.gestionnaire.siret},
        "equipement": droit.equipement.nom,
        "dispositif": droit.equipement.get_dispositif_display(),
        "droit": droit.libelle,
        "definitif_le": droit.definitif_le.isoformat() if droit.definitif_le else "",
        "calcule": str(calcul.montant),
        "retenu": str(montant_retenu(droit)),
        "decision": dire(decision),
        "suspensions": [
            {"cause": s.get_cause_display(), "motif": s.motif, "le": s.suspendue_le.isoformat()}
            for s in suspensions_du_droit(droit)
        ],
        "calcul": calcul.empreinte,
        "estimation": calcul.estimation.en_json(),
    }


def dire(decision: DecisionDroit | None) -> dict[str, str] | None:
    """What letters say of the decision in force on a right."""
    if decision is None:
        return None
    return {
        "montant": str(decision.montant_accepte),
        "motif": decision.motif,
        "par": str(decision.proposee_par),
        "le": decision.proposee_le.isoformat(),
        "confirmee_par": str(decision.confirmee_par) if decision.confirmee_par else "",
        "confirmee_le": decision.confirmee_le.isoformat() if decision.confirmee_le else "",
    }


def est_a_jour(lettre: LettreDroit) -> bool:
    """Tell whether a letter still says what its right is, and that right still counts."""
    droit = lettre.droit
    return droit.etat == EtatDroit.DEFINITIF and dit_encore(lettre.contenu["dit"], contenu(droit))
