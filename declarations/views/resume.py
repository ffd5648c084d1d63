"""The summary of the checks on the page of the file: how many of each sort, and nothing else."""

from typing import Any

from declarations.regles.compteurs import (
    A_CONFIRMER,
    A_CORRIGER,
    A_JUSTIFIER,
    JUSTIFIEE,
    MANQUANTE,
    POUR_INFORMATION,
)
from declarations.services.dossier_ouvert import DossierOuvert

# Words (for one, for several) and tone of each sort of constat, in the order they are shown.
_MOTS = {
    MANQUANTE: ("à compléter", "à compléter", "attention"),
    A_CONFIRMER: ("à confirmer", "à confirmer", "attention"),
    A_CORRIGER: ("à corriger", "à corriger", "erreur"),
    A_JUSTIFIER: ("à justifier", "à justifier", "attention"),
    JUSTIFIEE: ("justifié", "justifiés", "succes"),
    POUR_INFORMATION: ("pour information", "pour information", "info"),
}


def resume_controles(dossier: DossierOuvert) -> dict[str, Any]:
    """How many constats of each sort, as badges; empty when the checks found nothing.

    Those of a version already sent are the ones kept at its sending.
    """
    compte_du_dossier = dossier.compte()
    return {
        "lignes": [
            (f"{combien} {un if combien == 1 else plusieurs}", ton)
            for voulue, (un, plusieurs, ton) in _MOTS.items()
            if (combien := compte_du_dossier.par_sorte.get(voulue))
        ]
    }
