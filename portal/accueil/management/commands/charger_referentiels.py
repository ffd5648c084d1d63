"""``manage.py charger_referentiels``: load the reference data that the portal lacks."""

from typing import Any

from portal.accueil.referentiels import charger_referentiels
from portal.socle.commandes import Commande
from portal.socle.francais import compter


class Command(Commande):
    raison = "charger les référentiels"
    help = (
        "Charge les Caf, les barèmes, le calendrier, les seuils des contrôles et les groupes. "
        "Sans effet sur ce qui est déjà là, ni sur ce qu’une personne a modifié."
    )

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        for chargement in charger_referentiels():
            if verbosity:
                self.stdout.write(
                    f"{chargement.nom} : {compter(len(chargement.crees), 'ajout')}, "
                    f"{compter(len(chargement.alignes), 'mise à jour', 'mises à jour')}, "
                    f"{compter(len(chargement.gardes), 'laissé')} en l’état."
                )
            for avertissement in chargement.avertissements:
                self.stderr.write(self.style.WARNING(f"Attention : {avertissement}"))
