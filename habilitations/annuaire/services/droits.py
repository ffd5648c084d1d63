"""The rights of a Caf that hold, or will: what the annuaire writes out, and compares with."""

from collections.abc import Iterable
from datetime import date

from habilitations.models import Caf, Habilitation
from habilitations.regles.verdicts import Motif
from habilitations.verification import examiner

TIENNENT = (None, Motif.PAS_COMMENCE)


def droits_en_cours(
    caf: Caf, jour: date, personnes: Iterable[int] | None = None
) -> list[Habilitation]:
    """Rights verified, not over, suspended nor withdrawn; three queries whatever their number.

    ``personnes``: ids of the only people whose rights are read.
    """
    droits = Habilitation.objects.filter(
        caf=caf, suspendue_le__isnull=True, retiree_le__isnull=True
    ).non_finies(jour)
    if personnes is not None:
        droits = droits.filter(utilisateur__in=set(personnes))
    examens = examiner(droits.order_by("pk").a_verifier(), jour)
    return [examen.droit for examen in examens if examen.motif in TIENNENT]
