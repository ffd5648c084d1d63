"""``manage.py revoir_les_droits``: what a night does of reviews and dormant accounts, or would."""

import json
from datetime import date
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from habilitations.models import Caf
from habilitations.models.reglages import reglages_de
from habilitations.revues.regles.vagues import depasse
from habilitations.revues.services.candidats import prevoir
from habilitations.revues.services.nuit import passer
from portal.socle.commandes import Commande


class Command(Commande):
    raison = "revoir les droits de tout le portail"
    help = (
        "Ouvre les revues dont la date est venue, rappelle, annonce les comptes en sommeil, puis "
        "suspend et retire ; avec --a-blanc, dit seulement ce qui serait suspendu ou retiré."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--caf", help="numéro de département ; toutes les Caf sinon")
        parser.add_argument("--jour", type=date.fromisoformat, help="AAAA-MM-JJ ; ce jour sinon")
        parser.add_argument("--a-blanc", action="store_true", help="ne change rien")

    def handle(self, *args: Any, **options: Any) -> None:
        jour = options["jour"] or timezone.localdate()
        cafs = Caf.objects.order_by("code")
        if options["caf"]:
            cafs = cafs.filter(code=options["caf"])
        if not cafs:
            raise CommandError(f"Aucune Caf « {options['caf']} ».")
        faire = self._a_blanc if options["a_blanc"] else self._pour_de_bon
        lignes = [ligne for caf in cafs for ligne in faire(caf, jour)]
        self.stdout.write(json.dumps(lignes, ensure_ascii=False))

    def _a_blanc(self, caf: Caf, jour: date) -> list[dict[str, Any]]:
        reglages = reglages_de(caf.pk)
        return [
            {
                "caf": caf.code,
                "genre": vague.genre,
                "droits": list(vague.droits),
                "epargnes": list(vague.epargnes),
                "total": vague.total,
                "arretee": depasse(len(vague.droits), vague.total, reglages.part_max),
            }
            for vague in prevoir(caf.pk, jour, reglages)
        ]

    def _pour_de_bon(self, caf: Caf, jour: date) -> list[dict[str, Any]]:
        return [
            {"caf": caf.code, "genre": v.genre, "nombre": v.nombre, "etat": v.etat}
            for v in passer(caf.pk, jour, timezone.now())
        ]
