"""Who took the annuaire away: written among the sensitive readings (DOMAINE §7)."""

from habilitations.permissions import Acteur
from portal.socle.journal import lecture_sensible
from portal.socle.models import LectureSensible


def tracer_export(acteur: Acteur, caf_id: int, quoi: str) -> None:
    """``quoi``: which list, and its filters."""
    lecture_sensible(
        LectureSensible.Action.EXPORT,
        auteur=acteur.utilisateur,
        precision=quoi,
        caf_id=caf_id,
        le=acteur.maintenant,
    )
