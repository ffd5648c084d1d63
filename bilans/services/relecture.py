"""What the Caf reads of a bilan before it decides: a sending, and the answers that count since."""

from bilans.services.bilan_ouvert import BilanOuvert
from portal.dossiers.services.relecture import A_CHANGE, a_change
from portal.socle.refus import impossible


def exiger_relu(vu: str, dossier: BilanOuvert) -> None:
    """Raise ActionRefusee when what the Caf read was sent or edited again since."""
    if a_change(vu, dossier.marque_pour_la_caf):
        raise impossible(A_CHANGE)
