"""``manage.py verifier_journal``: is the journal what it was? Names the first broken link."""

from argparse import ArgumentParser
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from portal.accueil.integrite import fautes_du_journal
from portal.socle.commandes import Commande
from portal.socle.francais import compter
from portal.socle.journal_entier import dementis
from portal.socle.models import ChaineJournal
from portal.socle.ouvertures import cause


class Command(Commande):
    raison = "vérifier tout le journal"
    help = (
        "Vérifie les chaînes du journal, leurs sceaux, le témoin tenu hors de la base, les "
        "lectures arrêtées et que chaque acte connu est dit ; nomme la première rupture de chaque "
        "chaîne et finit par un code 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--chaine",
            default="",
            help="ne vérifier que celle-ci : « nationale », « caf:12 », « gestionnaire:7 »",
        )
        parser.add_argument(
            "--temoin",
            type=Path,
            help="un témoin de plus, en lignes JSON (chaine, numero, empreinte) : une copie tenue "
            "ailleurs, ou les « journal.scelle » des journaux techniques",
        )

    def handle(self, *args: Any, chaine: str, temoin: Path | None, **options: Any) -> None:
        if chaine and not ChaineJournal.objects.filter(cle=chaine).exists():
            raise CommandError(f"Aucune chaîne ne s’appelle « {chaine} ».")
        ailleurs = dementis(temoin, chaine) if temoin else ()
        try:
            # What the two witnesses say alike is said once.
            ruptures = list(dict.fromkeys(chain(fautes_du_journal(chaine), ailleurs)))
        except OSError as erreur:
            raise CommandError(
                f"Le témoin {erreur.filename} est illisible{cause(erreur)}."
            ) from None
        if ruptures:
            pluriel = "s" if len(ruptures) > 1 else ""
            raise CommandError(
                "\n".join([f"Rupture{pluriel} du journal :", *(f"  {r}" for r in ruptures)])
            )
        nombre = 1 if chaine else ChaineJournal.objects.count()
        self.stdout.write(
            f"Journal intact : {compter(nombre, 'chaîne vérifiée', 'chaînes vérifiées')}."
        )
