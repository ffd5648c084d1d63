"""``manage.py reprendre_les_relances``: after a restore, once somebody has looked at them."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from portal.relances.management.commands.relancer import jour
from portal.relances.management.exploitant import exploitant
from portal.relances.services.reprise import reprendre
from portal.socle.commandes import Commande
from portal.socle.francais import compter
from portal.socle.refus import ActionRefusee


class Command(Commande):
    raison = "reprendre les relances de tout le portail"
    help = (
        "Reprend les relances retenues : elles partent au prochain passage. À regarder avant : "
        "relancer --a-blanc, ou la page « Relances » des conseillers."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--par", required=True, help="adresse du compte de l’exploitant")
        parser.add_argument(
            "--parties-jusqu-au",
            type=jour,
            metavar="AAAA-MM-JJ",
            help="dernier jour dont les relances étaient parties avant la perte : celles dues "
            "jusque-là sont écartées, et les courriels qui attendaient, retirés",
        )

    def handle(self, *args: Any, par: str, verbosity: int = 1, **options: Any) -> None:
        parties: date | None = options["parties_jusqu_au"]
        if parties and parties > timezone.localdate():
            raise CommandError("Ce jour n’est pas encore venu : rien n’y est parti.")
        try:
            reprise = reprendre(exploitant(par), timezone.now(), parties)
        except ActionRefusee as refus:
            raise CommandError(str(refus)) from None
        if verbosity:
            ecartees = compter(reprise.ecartees, "relance écartée", "relances écartées")
            retires = compter(reprise.retires, "courriel retiré", "courriels retirés")
            self.stdout.write(f"Relances reprises ; {ecartees}, {retires}.")
