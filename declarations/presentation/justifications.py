"""Justifications that could not be kept where they were typed, ready to be read again."""

from collections.abc import Iterable
from dataclasses import dataclass

from declarations.models.controles import MotifJustification
from portal.socle.refus import DemandeInvalide


@dataclass(frozen=True)
class JustificationPerdue:
    """What was typed for a constat that the page no longer lets justify, and why."""

    titre: str
    motif: str
    texte: str
    raison: str
    ancre: str


def justification_perdue(
    titre: str, ancre: str, motif: str, texte: str, refus: Iterable[DemandeInvalide]
) -> JustificationPerdue:
    """Write what was refused of a constat, for its author to read it, copy it, use it elsewhere."""
    return JustificationPerdue(
        titre=titre,
        motif=dict(MotifJustification.choices).get(motif, ""),
        texte=texte,
        raison=" ".join([f"{titre} :", *(str(r) for r in refus)]),
        ancre=f"perdue-{ancre}",
    )
