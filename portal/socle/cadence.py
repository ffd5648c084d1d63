"""How often one address may ask for something dear, when nobody is logged in."""

import structlog
from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)
MINUTE = 60


def depasse(request: HttpRequest, quoi: str, par_minute: int) -> bool:
    """Count one request; tell whether its address has made more than ``par_minute`` of them.

    The address is that of the person, behind the front server too. Without Redis nothing is
    counted: what is behind has limits of its own.
    """
    adresse = get_adapter().get_client_ip(request)
    cle = f"cadence:{quoi}:{adresse}"
    try:
        if cache.add(cle, 1, MINUTE):
            return False
        return cache.incr(cle) > par_minute
    except ValueError:  # it expired between the two
        return False
    except RedisError:
        log.warning("cadence.sans_redis", quoi=quoi)
        return False
