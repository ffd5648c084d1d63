"""``manage.py verifier_droits``: is all that Cafs signed still what they signed?"""

import json
from typing import Any

from django.core.management.base import CommandError

from habilitations.alterations import actes_alteres, alterations
from habilitations.models import Adhesion
from portal.socle.commandes import Commande
from portal.socle.francais import compter


class Command(Commande):
    raison = "vérifier les droits de tout le portail"
    help = (
        "Vérifie chaque droit (signature, adhésion, délégation), puis chaque délégation et chaque "
        "adhésion ; écrit en JSON combien de droits se vérifient et ce qui ne se vérifie pas, et "
        "finit par un code 1 s’il en est. Ne change rien."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        verifies = 0
        refuses: list[dict[str, int | str | None]] = []
        for examen in alterations():
            if examen.motif is None:
                verifies += 1
            else:
                refuses.append({"droit": examen.droit.pk, "motif": str(examen.motif)})
        # Under no right: whoever reads the list by its rights reads none there.
        for autre in actes_alteres():
            quoi = "adhesion" if isinstance(autre.acte, Adhesion) else "delegation"
            refuses.append({"droit": None, quoi: autre.acte.pk, "motif": str(autre.motif)})
        self.stdout.write(json.dumps({"verifies": verifies, "refuses": refuses}))
        if refuses:
            raise CommandError(f"{compter(len(refuses), 'acte refusé', 'actes refusés')}.")
