"""``manage.py nommer_administrateur_national``: the first one has nobody to name them by screen.

Journalled in the national chain; the person receives the link that opens their account.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from habilitations.annuaire.services.agents import Nommee, nommer_administrateur_national
from portal.socle.commandes import Commande
from portal.socle.refus import DemandeInvalide


class Command(Commande):
    raison = "nommer qui administre le portail"
    help = "Nomme un administrateur national, par son adresse électronique."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="son adresse électronique")
        parser.add_argument("--prenom", default="", help="s’il n’a pas encore de compte")
        parser.add_argument("--nom", default="", help="s’il n’a pas encore de compte")

    def handle(self, *args: Any, email: str, prenom: str, nom: str, **options: Any) -> None:
        maintenant = timezone.now()
        try:
            nommee = nommer_administrateur_national(
                Nommee(email, prenom, nom), le=maintenant, jour=timezone.localdate(maintenant)
            )
        except DemandeInvalide as invalide:
            raise CommandError(str(invalide)) from None
        self.stdout.write(
            f"{nommee.utilisateur} est administrateur national depuis le {nommee.du}."
        )
