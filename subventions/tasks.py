"""Background work of the subsidies: entry points that take ids and call a service."""

from collections.abc import Callable
from typing import Any

import structlog
from celery import shared_task
from django.utils import timezone

from portal.socle.cachets.scelle import CachetImpossible, Scelle
from portal.socle.contenus import FichierRefuse
from subventions.droits.exports import lettre as droits
from subventions.models import LettreDroit, LettreIndu
from subventions.models.lettres import Lettre
from subventions.paiements.exports import lettre as indus
from subventions.propositions.services import annonces, effet
from subventions.services.lettres import conserver
from subventions.simulateur.services import projections, simulations

# Under the hour after which the queue gives a task not yet acknowledged to another worker.
DUREE_MAX = 3000
# Letters of a kind sealed in one round: what is left waits for the next one, an hour later.
TOURNEE = 200

# A kind of letter, by what it tells: its rows, and what prints and seals one of them.
LETTRES: dict[str, tuple[type[Lettre], Callable[[Any], Scelle]]] = {
    LettreDroit.SUJET: (LettreDroit, droits.lettre_scellee),
    LettreIndu.SUJET: (LettreIndu, indus.lettre_scellee),
}

log = structlog.get_logger(__name__)


@shared_task(
    raison="compter ce qu’un barème proposé changerait",
    time_limit=DUREE_MAX,
    soft_time_limit=DUREE_MAX - 120,
)
def calculer_effet(proposition_id: int) -> None:
    """Count what a proposed value changes among the estimates under way; run twice, once done."""
    effet.calculer(proposition_id, timezone.now())


@shared_task(raison="prévenir d’un barème publié")
def annoncer_publication(proposition_id: int) -> int:
    """Tell the advisers of a value published; run twice, nobody is told twice."""
    return annonces.annoncer_publication(proposition_id, timezone.now())


@shared_task(raison="sceller une lettre demandée")
def sceller_lettre(sujet: str, lettre_id: int) -> bool:
    """Print and seal a letter that was asked for; tell whether it is there. Again, no effect."""
    modele, _ = LETTRES[sujet]
    return _sceller(modele._default_manager.get(pk=lettre_id))


@shared_task(raison="sceller les lettres qui attendent")
def sceller_les_lettres() -> int:
    """Every hour: the letters that could not be sealed when they were asked for, oldest first."""
    return sum(
        _sceller(lettre)
        for modele, _ in LETTRES.values()
        for lettre in modele._default_manager.filter(document=None).order_by("pk")[:TOURNEE]
    )


def _sceller(lettre: Lettre) -> bool:
    if lettre.est_scellee:
        return True
    try:
        _, sceller = LETTRES[lettre.SUJET]
        conserver(lettre, sceller(lettre), timezone.now())
    except (CachetImpossible, FichierRefuse) as erreur:
        # Nobody's page fails because of it: the letter waits, and the operator is told.
        log.error("cachet.impossible", lettre=lettre.reference, raison=str(erreur))
        return False
    return True


@shared_task(
    raison="calculer une projection demandée", time_limit=DUREE_MAX, soft_time_limit=DUREE_MAX - 120
)
def calculer_projection(projection_id: int) -> None:
    """Compute a portfolio under other values; run twice, the second finds it done."""
    projections.calculer(projection_id, timezone.now())


@shared_task(raison="reprendre les projections demandées")
def reprendre_les_projections() -> int:
    """Every five minutes: projections asked for while the queue was down."""
    return projections.reprendre(timezone.now())


@shared_task(raison="effacer les simulations abandonnées")
def purger_les_simulations() -> int:
    """Once a day: what people tried and left alone is deleted."""
    return simulations.purger(timezone.now())
