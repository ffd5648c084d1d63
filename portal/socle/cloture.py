"""Once a day: readings told on the chains, chains sealed, old readings purged."""

from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import transaction
from django.utils import timezone

from portal.socle import temoin
from portal.socle.lectures import arreter_les_lectures, purgees_avant, purger_les_lectures
from portal.socle.models import ChaineJournal
from portal.socle.sceaux import sceller
from portal.socle.verification import rupture_depuis_le_sceau

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Scellement:
    """What one run did: how many seals, and the chains that could not be sealed."""

    scelles: int
    rompues: tuple[str, ...]


def clore_la_journee(maintenant: datetime) -> Scellement:
    """Do the three, in this order; again the same day, it changes nothing."""
    jour = timezone.localdate(maintenant)
    arreter_les_lectures(jour)
    fait = sceller_tout(maintenant)
    purger_les_lectures(jour)
    return fait


def sceller_tout(maintenant: datetime) -> Scellement:
    """Seal every chain that moved since its last seal, once a day each.

    A chain that does not verify since its last seal is not sealed: that would make its tampering
    genuine. It is told to the technical log, and the others go on. The witness cites them all.
    """
    _attester()  # a witness that is missing is told before the first seal it would cite
    scelles, rompues, purgees = 0, [], purgees_avant()
    for pk, cle in list(ChaineJournal.objects.order_by("pk").values_list("pk", "cle")):
        with transaction.atomic():
            chaine = ChaineJournal.objects.select_for_update().get(pk=pk)
            if rupture := rupture_depuis_le_sceau(chaine, purgees):
                log.error("journal.rupture", chaine=cle, rupture=str(rupture))
                rompues.append(cle)
            elif sceller(chaine, maintenant):
                scelles += 1
    _attester()
    return Scellement(scelles, tuple(rompues))


def _attester() -> None:
    """A disk that is full or read-only does not undo the seals; the next run cites them."""
    try:
        temoin.attester()
    except OSError:
        log.exception("journal.temoin_non_ecrit", fichier=str(temoin.chemin()))
