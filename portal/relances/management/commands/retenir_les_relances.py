"""``manage.py retenir_les_relances``: held by hand, where a restore does not show."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from portal.relances.management.exploitant import exploitant
from portal.socle.commandes import Commande
from portal.socle.motifs import exiger_motif
from portal.socle.refus import DemandeInvalide
from portal.socle.retenues import retenir


class Command(Commande):
    raison = "retenir les relances de tout le portail"
    help = (
        "Retient les relances, les résumés, les revues et les courriels qui attendent, jusqu’à "
        "reprendre_les_relances. Ce que les personnes demandent part comme d’habitude."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--par", required=True, help="adresse du compte de l’exploitant")
        parser.add_argument("--motif", required=True, help="ce que liront les conseillers")

    def handle(self, *args: Any, par: str, motif: str, verbosity: int = 1, **options: Any) -> None:
        try:
            dit = exiger_motif(motif, "Indiquez pourquoi les relances sont retenues.")
        except DemandeInvalide as refus:
            raise CommandError(str(refus)) from None
        retenir(dit, timezone.now(), exploitant(par))
        if verbosity:
            self.stdout.write("Les relances sont retenues.")
