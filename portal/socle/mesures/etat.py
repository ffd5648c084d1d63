"""Where things stand, asked at the moment: what waits in the queue, what waits to be sent."""

from collections.abc import Iterator
from datetime import datetime

import redis
from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count, Min
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from portal.socle import retenues
from portal.socle.models import Courriel, EtatCourriel
from portal.socle.models.courriels import EN_ATTENTE

FILE = "celery"  # Celery's only queue here


def taches_en_file() -> int | None:
    """Tasks that no worker has taken yet; None when the queue cannot be reached."""
    delai = settings.REDIS_DELAI
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=delai, socket_connect_timeout=delai
        ) as client:
            return int(client.llen(FILE))
    except redis.RedisError:
        return None


def courriels_en_attente() -> dict[str, int]:
    """E-mails not sent yet, by state; raises DatabaseError when the database is down."""
    comptes = Courriel.objects.filter(etat__in=EN_ATTENTE).order_by().values("etat")
    trouves = {ligne["etat"]: ligne["combien"] for ligne in comptes.annotate(combien=Count("pk"))}
    return {str(etat): trouves.get(etat, 0) for etat in EN_ATTENTE}


def plus_ancien_essai() -> datetime | None:
    """When the e-mail that should have left first should have."""
    attente = Courriel.objects.filter(etat__in=EN_ATTENTE)
    premier: datetime | None = attente.aggregate(le=Min("prochain_essai_le"))["le"]
    return premier


class EtatDuPortail(Collector):
    """The same from whichever ``web`` is asked: take the largest, never the sum."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        en_file = taches_en_file()
        yield GaugeMetricFamily(
            "portail_file_joignable", "1 when the queue answers.", value=float(en_file is not None)
        )
        if en_file is not None:
            yield GaugeMetricFamily(
                "portail_file_taches", "Tasks that no worker has taken yet.", value=en_file
            )
        try:
            attente, retenue = courriels_en_attente(), retenues.en_cours()
        except DatabaseError:
            yield GaugeMetricFamily("portail_base_joignable", "1 when it answers.", value=0)
            return
        yield GaugeMetricFamily("portail_base_joignable", "1 when it answers.", value=1)
        yield GaugeMetricFamily(
            "portail_relances_retenues",
            "1 while a restore, or somebody, holds the reminders.",
            value=float(retenue is not None),
        )
        courriels = GaugeMetricFamily(
            "portail_courriels_en_attente",
            "What waits to be sent, by state.",
            labels=["etat"],
        )
        for etat, combien in attente.items():
            courriels.add_metric([str(EtatCourriel(etat))], combien)
        yield courriels
