"""Background work: entry points that call a service."""

from celery import shared_task

from bilans.services.analyse.denombrement import denombrer_en_attente


@shared_task
def denombrer() -> int:
    """Every minute: bilans sent or edited since are laid flat, to be counted as they now are."""
    return denombrer_en_attente()
