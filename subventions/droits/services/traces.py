"""Amounts that leave in a file: written among the sensitive readings (DOMAINE §7)."""

from collections.abc import Iterable

from habilitations.permissions import Acteur
from portal.socle.journal import lecture_sensible
from portal.socle.models import LectureSensible


def tracer_export(acteur: Acteur, cafs: Iterable[int], quoi: str) -> None:
    """Write for each of these Cafs that a person took its rights away; ``quoi``: their filters."""
    for caf_id in cafs:
        lecture_sensible(
            LectureSensible.Action.EXPORT,
            auteur=acteur.utilisateur,
            precision=f"droits : {quoi or 'toute la liste'}",
            caf_id=caf_id,
            le=acteur.maintenant,
        )
