"""Asking for what is chosen to be taken away: told in the journal of readings, written apart."""

from bilans.services.analyse.comptage import Comptage
from declarations.models import ExportListe
from declarations.services.exports import demander_export, tracer_export

# By name: the task calls the exports, which stand above.
TACHE = "bilans.tasks.ecrire_export"


def demander(question: str, comptage: Comptage, extension: str) -> ExportListe:
    """Ask for a file of this selection; the same asked for twice is written once."""
    tracer_export(comptage.acteur, f"bilans?{question}"[:200])
    return demander_export(
        question, comptage.combien, acteur=comptage.acteur, tache=TACHE, extension=extension
    )
