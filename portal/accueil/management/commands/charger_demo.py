"""``manage.py charger_demo``: load the demonstration's data, once."""

from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from portal.accueil.demo.chargement import DemonstrationRefusee, charger
from portal.socle.cloture import sceller_tout
from portal.socle.commandes import Commande


class Command(Commande):
    raison = "charger la démonstration"
    help = (
        "Charge les données de démonstration, relatives au jour. Sans effet la seconde fois, "
        "sinon de prolonger les fenêtres de saisie qui s’achèvent. Refuse hors démonstration."
    )

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        try:
            bilan = charger()
        except DemonstrationRefusee as refus:
            raise CommandError(str(refus)) from None
        if bilan.chargee:
            # What was done on days gone by would have been sealed each night.
            sceller_tout(timezone.now())
        if not verbosity:
            return
        if bilan.chargee:
            self.stdout.write(f"Démonstration chargée : {bilan.declarations} déclarations.")
        else:
            self.stdout.write(
                f"Démonstration déjà chargée ; fenêtres prolongées : {bilan.fenetres_prolongees}."
            )
