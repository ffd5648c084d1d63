"""``manage.py peupler``: a national set of data, to measure the portal on."""

import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from portal.accueil.peuplement.chargement import PeuplementRefuse, peupler
from portal.accueil.peuplement.comptes import liste
from portal.accueil.peuplement.taille import ECHELLES, GRAINE, Plan
from portal.socle.commandes import Commande


class Command(Commande):
    raison = "peupler une base de mesure"
    help = (
        "Peuple une base vide d’un jeu national inventé, en pour cent du pays. "
        "Refuse hors démonstration, et sur des données qui ne sont pas les siennes."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--echelle", type=int, choices=ECHELLES, default=1, help="pour cent du pays"
        )
        parser.add_argument(
            "--jour",
            type=date.fromisoformat,
            help="jour d’où le jeu est vu, AAAA-MM-JJ : la veille d’une échéance (aujourd’hui)",
        )
        parser.add_argument("--graine", type=int, default=GRAINE, help="autre tirage")
        parser.add_argument(
            "--effacer", action="store_true", help="remplacer un peuplement précédent"
        )

    def handle(
        self,
        *args: Any,
        echelle: int,
        jour: date | None,
        graine: int,
        effacer: bool,
        **options: Any,
    ) -> None:
        debut = time.monotonic()
        plan = Plan.a_l_echelle(echelle, jour or timezone.localdate(), graine)
        try:
            bilan = peupler(plan, effacer=effacer, dire=self.stdout.write)
        except PeuplementRefuse as refus:
            raise CommandError(str(refus)) from None
        duree = time.monotonic() - debut
        self.stdout.write(
            f"{bilan.lignes} lignes pour {bilan.cafs} Caf, en {duree:.0f} s. Comptes :\n{liste()}"
        )
