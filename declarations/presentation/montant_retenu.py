"""What the Caf decided beside the amount of a version, for its pages."""

from typing import Any

from declarations.models import Version
from subventions.droits.services.lectures import decision_sur
from subventions.presentation.decisions import etape_de
from subventions.regles.estimation import Estimation


def decision_de(version: Version, estimation: Estimation) -> dict[str, Any] | None:
    """The step that leads from the computed amount to the one a decision retains.

    None for who does not read that amount (``estimation`` is then the most it may be), before the
    sending, or where nothing was decided.
    """
    if version.calcul_id is None or estimation.montant is None or estimation.est_plafond:
        return None
    decision = decision_sur(version.calcul_id)
    return etape_de(decision, estimation.montant) if decision else None
