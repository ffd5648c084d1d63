"""``manage.py comptes_demo``: the demonstration's accounts, with what to try."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from portal.accueil.demo.comptes import liste
from portal.socle.commandes import Commande


class Command(Commande):
    raison = "lister les comptes de la démonstration"
    help = "Affiche les comptes de démonstration et leur mot de passe."
    # Only prints: « make demo » has just checked everything.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Ces comptes n’existent que dans une démonstration (DEMO=1).")
        self.stdout.write(liste())
