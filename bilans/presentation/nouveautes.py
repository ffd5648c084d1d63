"""« Ce qui change » for whoever opens a bilan: since the versions published before its own."""

from bilans.models import Bilan
from bilans.presentation.changements import Dit, ce_qui_change
from bilans.regles.complement import composer
from bilans.services.definitions import (
    definition_de,
    definition_du_bilan,
    version_precedente,
)


def nouveautes_du_bilan(bilan: Bilan) -> tuple[Dit, ...]:
    """Return what changes for who answers; () on the first version. Two queries at most."""
    avant = version_precedente(bilan.version)
    ajout = version_precedente(bilan.complement) if bilan.complement else None
    if avant is None and ajout is None:
        return ()
    ancienne = definition_de(avant or bilan.version)
    if complement := ajout or bilan.complement:
        ancienne = composer(ancienne, definition_de(complement))
    return ce_qui_change(ancienne, definition_du_bilan(bilan))
