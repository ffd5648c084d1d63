"""Background work of the ground: e-mails, seals of the journal. Tasks call a service."""

from celery import shared_task
from django.utils import timezone

from portal.socle import courriels, expedition, pdf_prets
from portal.socle.cloture import clore_la_journee

# Well under the life of a claim (expedition.RESERVATION): whoever holds one is alive.
DUREE_MAX = 600
# A chain for each gestionnaire of the country; still under the hour after which the queue gives a
# task not yet acknowledged to another worker.
DUREE_SCELLEMENT = 3000
# A round comes every minute: what the last one asked for and nobody began is asked again.
PERIODE = 60


@shared_task(raison="envoyer des courriels", time_limit=DUREE_MAX, soft_time_limit=DUREE_MAX - 60)
def expedier(identifiants: list[int]) -> int:
    """Send these e-mails, those at least that nobody else has claimed; return how many left."""
    return expedition.expedier(identifiants).envoyes


@shared_task(raison="trouver les courriels qui attendent", time_limit=DUREE_MAX)
def tournee() -> int:
    """Every minute: what waits for its first or next attempt, what a dead worker left behind."""
    lots = expedition.lots_en_attente(timezone.now())
    for lot in lots:
        expedier.apply_async(args=[lot], expires=PERIODE, ignore_result=True)
    return len(lots)


@shared_task(raison="effacer les courriels anciens")
def purger_les_courriels() -> int:
    """Once a day: e-mails about no file are deleted once old enough."""
    return courriels.purger(timezone.now())


@shared_task(raison="effacer les PDF qui ont attendu")
def purger_les_pdf() -> int:
    """Once a day: PDFs made ready and not taken away for a week are deleted."""
    return pdf_prets.purger(timezone.now())


@shared_task(
    raison="sceller tout le journal",
    time_limit=DUREE_SCELLEMENT,
    soft_time_limit=DUREE_SCELLEMENT - 60,
)
def sceller_le_journal() -> int:
    """Once a day; a chain that does not verify is told to the technical log, and not sealed."""
    return clore_la_journee(timezone.now()).scelles
