"""``manage.py donnees_ouvertes CAF``: the open data of a Caf, as CSV on standard output."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from habilitations.models import Caf
from portal.socle.commandes import Commande
from portal.socle.refus import ActionRefusee
from subventions.ouvertes.services.octrois import preparer


class Command(Commande):
    raison = "publier ce qui fut accordé"
    help = (
        "Écrit, au schéma SCDL « subventions » 2.1.1, ce qu’une Caf a attribué au-delà de 23 000 € "
        "par an et par partenaire."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("caf", help="numéro de département de la Caf : 73, 2A…")
        parser.add_argument(
            "--annee", type=int, help="un seul exercice, par l’année où il commence"
        )

    def handle(self, *args: Any, caf: str, annee: int | None, **options: Any) -> None:
        trouvee = Caf.objects.filter(code=caf.upper()).first()
        if trouvee is None:
            raise CommandError(f"Aucune Caf n’a le numéro {caf}.")
        try:
            fichier = preparer(trouvee, annee)
        except ActionRefusee as refus:
            raise CommandError(str(refus)) from None
        self.stdout.write(fichier.contenu.decode(), ending="")
