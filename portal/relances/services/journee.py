"""The day's work: windows for all, then Caf by Caf what opens, who is reminded, the digests.

Each Caf is on its own: a task of a few seconds, which may die and be taken up, and holds back no
other. Everything below is idempotent; what is told done spares only the time of finding out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from bilans.services.ouvertures import generer_les_campagnes, ouvrir_les_bilans
from bilans.services.suspensions import suspendre_les_droits
from declarations.services.campagnes import generer_les_fenetres_du_jour, lancer_la_caf
from habilitations.models import Caf
from portal.relances.models import Passage
from portal.relances.services.envoi import relancer
from portal.relances.services.resume import resumer_la_semaine
from portal.socle import retenues


@dataclass(frozen=True)
class Journee:
    """What was done for one Caf, or for several."""

    appelees: int = 0
    rappels: int = 0
    resumes: int = 0
    erreurs: int = 0

    @classmethod
    def somme(cls, journees: "Iterable[Journee]") -> "Journee":
        liste = list(journees)
        return cls(
            sum(j.appelees for j in liste),
            sum(j.rappels for j in liste),
            sum(j.resumes for j in liste),
            sum(j.erreurs for j in liste),
        )


def recommencer_la_journee(jour: date) -> int:
    """Have the next run of the day do it again for every Caf; return how many it had done."""
    return Passage.objects.filter(jour=jour).update(fini_le=None)


def preparer_la_journee(jour: date) -> list[int]:
    """Generate the windows, note what is to be done; return the ids of the Cafs not done yet.

    A few queries, whatever the number of Cafs.
    """
    generer_les_fenetres_du_jour(jour)
    generer_les_campagnes(jour)
    cafs = Caf.objects.order_by("pk").values_list("pk", flat=True)
    Passage.objects.bulk_create(
        (Passage(caf_id=pk, jour=jour) for pk in cafs), ignore_conflicts=True
    )
    inacheves = Passage.objects.inacheves(jour).order_by("caf")
    return list(inacheves.values_list("caf", flat=True))


def passer(caf_id: int, jour: date) -> Journee:
    """The work of a day for one Caf; safe to run again, or twice at once.

    A window that cannot be opened does not hold the reminders back: they are written, then the
    error is raised, and the Caf stays to be taken up. A restore does (``portal.socle.retenues``):
    none is written until somebody resumes them.
    """
    passage = Passage.objects.filter(caf=caf_id, jour=jour)
    passage.update(commence_le=timezone.now(), fini_le=None)
    try:
        appelees = lancer_la_caf(caf_id, jour) + ouvrir_les_bilans(jour, caf_id)
        suspendre_les_droits(jour, caf_id)
    finally:
        ecrite = Journee() if retenues.en_cours() else _ecrire(caf_id, jour)
    faite = replace(ecrite, appelees=appelees)
    passage.update(fini_le=timezone.now(), **vars(faite))
    return faite


def _ecrire(caf_id: int, jour: date) -> Journee:
    """Reminders and digests of a Caf."""
    bilan = relancer(jour, caf_id=caf_id)
    resumes = len(resumer_la_semaine(jour, caf_id=caf_id))
    return Journee(rappels=len(bilan.courriels), resumes=resumes, erreurs=bilan.erreurs)


def faire_la_journee(jour: date) -> Journee:
    """All of it here, one Caf after the other, done already or not: for cron, without a worker."""
    preparer_la_journee(jour)
    cafs = list(Caf.objects.order_by("pk").values_list("pk", flat=True))
    return Journee.somme(passer(pk, jour) for pk in cafs)
