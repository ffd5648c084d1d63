"""``manage.py verifier_droits``: is every right still what its Caf signed?"""

import json
from typing import Any

from django.core.management.base import CommandError

from habilitations.verification import alterations
from portal.socle.commandes import Commande


class Command(Commande):
    raison = "vérifier les droits de tout le portail"
    help = (
        "Vérifie la signature, la base et la délégation de chaque droit ; écrit en JSON combien se "
        "vérifient et lesquels non, et finit par un code 1 s’il en est. Ne change rien."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        verifies, refuses = 0, []
        for examen in alterations():
            if examen.motif is None:
                verifies += 1
            else:
                refuses.append({"droit": examen.droit.pk, "motif": str(examen.motif)})
        self.stdout.write(json.dumps({"verifies": verifies, "refuses": refuses}))
        if refuses:
            raise CommandError(f"{len(refuses)} droit(s) ne se vérifient pas.")
