"""E-mails to send, and their next attempt."""

from django.utils import timezone

from portal.socle import courriels
from portal.socle.models import Courriel


def deposer(nombre: int = 1) -> list[int]:
    return [
        courriels.deposer(
            f"personne{i}@exemple.test", "À saisir", "Bonjour.\n", html="<p>Bonjour.</p>"
        ).pk
        for i in range(nombre)
    ]


def lu(pk: int) -> Courriel:
    return Courriel.objects.get(pk=pk)


def avancer(pk: int) -> None:
    """The next attempt is due."""
    Courriel.objects.filter(pk=pk).update(prochain_essai_le=timezone.now())
