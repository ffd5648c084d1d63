"""Sensitive readings: arrested each day on the chains, then purged after LECTURES_MOIS months.

They name people who only read, and may not be kept for ever (CNIL), while a chain cannot lose a
line. So they stand in a table of their own, and the chain of the Caf keeps of each day a count and
a hash, which name nobody (docs/decisions/0013-journal-scelle-et-lectures.md).
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from portal.socle import journal
from portal.socle.models import LectureSensible, LigneJournal

ARRETEES = "lectures.arretees"
PURGEES = "lectures.purgees"


def arreter_les_lectures(jour: date) -> int:
    """Tell on each Caf's chain the readings of every finished day before ``jour``, once."""
    faits = jours_arretes()
    nouveaux = [groupe for groupe in jours_lus(avant=jour) if groupe not in faits]
    for caf, j in nouveaux:
        with transaction.atomic():
            nombre, empreinte = resume(caf, j)
            journal.ecrire(
                ARRETEES,
                auteur=None,
                caf_id=caf,
                details={"jour": j.isoformat(), "nombre": nombre, "empreinte": empreinte},
            )
    return len(nouveaux)


def jours_lus(avant: date) -> QuerySet[LectureSensible, tuple[int | None, date]]:
    """Every Caf and day, before one, of which a reading is kept; a year of them at most."""
    return (
        LectureSensible.objects.filter(jour__lt=avant)
        .order_by("jour", "caf_id")
        .values_list("caf_id", "jour")
        .distinct()
    )


def jours_arretes() -> set[tuple[int | None, date]]:
    """Every Caf and day whose readings the journal tells."""
    lignes = _dites(ARRETEES).values_list("caf_id", "details")
    return {(caf, date.fromisoformat(details["jour"])) for caf, details in lignes}


@transaction.atomic
def purger_les_lectures(jour: date) -> int:
    """Delete the readings older than LECTURES_MOIS months, and tell it; return how many."""
    avant = limite(jour)
    supprimees, _ = LectureSensible.objects.filter(jour__lt=avant).delete()
    if supprimees:
        details = {"avant": avant.isoformat(), "nombre": supprimees}
        journal.ecrire(PURGEES, auteur=None, details=details)
    return supprimees


def limite(jour: date) -> date:
    """The first day whose readings are kept."""
    mois = jour.year * 12 + jour.month - 1 - settings.LECTURES_MOIS
    return date(mois // 12, mois % 12 + 1, min(jour.day, 28))


def purgees_avant() -> date:
    """The day before which readings were purged, as the journal tells it."""
    derniere = _dites(PURGEES).order_by("chaine", "numero").last()
    return date.fromisoformat(derniere.details["avant"]) if derniere else date.min


def sont_intactes(ligne: LigneJournal, purgees: date) -> bool:
    """Tell whether the readings that a line arrested stand as they were, or were purged since."""
    details = ligne.details
    jour = date.fromisoformat(details["jour"])
    trouvees = resume(ligne.caf_id, jour)
    return trouvees == (details["nombre"], details["empreinte"]) or (
        trouvees[0] == 0 and jour < purgees
    )


def resume(caf_id: int | None, jour: date) -> tuple[int, str]:
    """How many readings one Caf had one day, and the SHA-256 of all of them, in order."""
    lectures = LectureSensible.objects.filter(caf_id=caf_id, jour=jour)
    return resumer(lectures.order_by("pk").iterator())


def resumer(lectures: Iterable[LectureSensible]) -> tuple[int, str]:
    """How many readings are given, and the SHA-256 of all of them, in the order given."""
    somme, nombre = hashlib.sha256(), 0
    for texte in _textes(lectures):
        somme.update(texte.encode() + b"\n")
        nombre += 1
    return nombre, somme.hexdigest()


def _textes(lectures: Iterable[LectureSensible]) -> Iterator[str]:
    for lecture in lectures:
        contenu = [
            lecture.action,
            lecture.personne_id,
            lecture.personne_libelle,
            lecture.objet_type,
            lecture.objet_id,
            lecture.precision,
            lecture.gestionnaire_id,
            lecture.le.astimezone(UTC).isoformat(),
        ]
        yield json.dumps(contenu, ensure_ascii=False, separators=(",", ":"))


def _dites(action: str) -> QuerySet[LigneJournal]:
    """What was told of the readings: lines about no object are few, and an index finds them."""
    return LigneJournal.objects.filter(objet_type="", action=action)
