"""``manage.py charger_baremes``: load the barème lines that the registry lacks."""

from typing import Any

from portal.socle.commandes import Commande
from portal.socle.francais import compter
from subventions.services import charger_baremes


class Command(Commande):
    raison = "charger les barèmes"
    help = "Charge les lignes de barème des fichiers, sans toucher à celles qui existent déjà."

    def handle(self, *args: Any, **options: Any) -> None:
        bilan = charger_baremes()
        self.stdout.write(
            f"Barèmes : {compter(bilan.ajoutees, 'ligne ajoutée', 'lignes ajoutées')}, "
            f"{compter(bilan.presentes, 'déjà présente', 'déjà présentes')}."
        )
        for code in bilan.cafs_absentes:
            self.stdout.write(
                f"La Caf du département {code} n’existe pas encore : ses lignes attendent."
            )
