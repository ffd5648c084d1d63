"""Telling a second click on a bilan from a refusal."""

from bilans.models import Bilan
from bilans.regles.etats import ACTES
from habilitations.permissions import Acteur
from portal.dossiers.services.redites import est_la_derniere
from portal.socle.refus import ActionRefusee


def est_une_redite(bilan_id: int, refus: ActionRefusee, *, acteur: Acteur, motif: str = "") -> bool:
    """Tell whether the act refused is the last one of the bilan: same person and reason."""
    verbe = ACTES[refus.action].verbe if refus.action else ""
    return bool(verbe) and est_la_derniere(
        Bilan(pk=bilan_id), f"bilan.{verbe}", acteur=acteur, motif=motif
    )
