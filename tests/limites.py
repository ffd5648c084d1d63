"""Limits on what is tried without an account, started again from nothing."""

import redis
from django.conf import settings


def oublier_les_essais() -> None:
    """Forget every attempt; the queue of tasks is beside, hence not a word to the whole server."""
    with redis.Redis.from_url(settings.REDIS_URL) as serveur:
        for cle in serveur.scan_iter(f"{settings.CACHES['default']['KEY_PREFIX']}:*"):
            serveur.delete(cle)
