"""``manage.py ouvrir_droits``: open the rights of what was sent before rights were kept."""

from typing import Any

from declarations.services.droits_anterieurs import ouvrir_les_droits_anterieurs
from portal.socle.commandes import Commande


class Command(Commande):
    raison = "ouvrir les droits de tout le portail"
    help = "Ouvre les droits des déclarations transmises qui n’en ont pas ; sans effet ensuite."

    def handle(self, *args: Any, **options: Any) -> None:
        faite = ouvrir_les_droits_anterieurs()
        self.stdout.write(
            f"Droits ouverts : {faite.versions} pour des déclarations transmises, "
            f"{faite.elan} pour des reprises d’ELAN."
        )
