"""``manage.py reconnaitre_la_base``: before anything serves, is it a restore?"""

from typing import Any

from django.utils import timezone

from portal.socle.commandes import Commande
from portal.socle.retenues import reconnaitre


class Command(Commande):
    raison = "reconnaître la base de données"
    help = (
        "Reconnaît la base de données comme celle du portail. Si ce n’est pas celle qu’il "
        "connaissait – une sauvegarde restaurée, une copie –, retient les relances jusqu’à "
        "reprendre_les_relances. Sans effet la seconde fois."
    )

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        retenue = reconnaitre(timezone.now())
        if verbosity:
            self.stdout.write(
                f"Relances retenues. {retenue.motif}" if retenue else "La base est reconnue."
            )
