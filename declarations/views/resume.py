"""The summary of the checks on the page of the file: how many of each sort, and nothing else."""

from typing import Any

from declarations.models import PassageControles
from declarations.regles.compteurs import (
    A_CONFIRMER,
    A_CORRIGER,
    A_JUSTIFIER,
    JUSTIFIEE,
    MANQUANTE,
    POUR_INFORMATION,
    Compte,
    compter,
    sorte,
)
from declarations.views.chargement import Page
from declarations.views.evaluation import compte, est_dicible

# Words (for one, for several) and tone of each sort of constat, in the order they are shown.
_MOTS = {
    MANQUANTE: ("à compléter", "à compléter", "attention"),
    A_CONFIRMER: ("à confirmer", "à confirmer", "attention"),
    A_CORRIGER: ("à corriger", "à corriger", "erreur"),
    A_JUSTIFIER: ("à justifier", "à justifier", "attention"),
    JUSTIFIEE: ("justifié", "justifiés", "succes"),
    POUR_INFORMATION: ("pour information", "pour information", "info"),
}


def resume_controles(page: Page) -> dict[str, Any]:
    """How many constats of each sort, as badges; empty when the checks found nothing.

    Those of a version already sent are the ones kept at its sending.
    """
    compte_du_dossier = _compte_fige(page) if page.version.est_envoyee else compte(page)
    return {
        "lignes": [
            (f"{combien} {un if combien == 1 else plusieurs}", ton)
            for voulue, (un, plusieurs, ton) in _MOTS.items()
            if (combien := compte_du_dossier.par_sorte.get(voulue))
        ]
    }


def _compte_fige(page: Page) -> Compte:
    """What the checks said at the sending, of what this person reads."""
    passage = page.version.passages.filter(moment=PassageControles.Moment.ENVOI).last()
    return compter(
        (),
        [
            sorte(c["code"], c["niveau"], "justification" in c)
            for c in (passage.constats if passage else [])
            if est_dicible(page, c.get("cle", ""), c.get("chemins", ()))
        ],
    )
