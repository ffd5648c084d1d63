"""``manage.py sceller_journal``: what beat does each night, for an operator or a cron table."""

from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from portal.socle import sceaux
from portal.socle.cles import texte_public
from portal.socle.cloture import clore_la_journee
from portal.socle.commandes import Commande
from portal.socle.francais import compter


class Command(Commande):
    raison = "sceller tout le journal"
    help = "Arrête les lectures des jours finis, scelle le journal, purge les lectures anciennes."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--cle-publique",
            action="store_true",
            help="écrire seulement la clé publique, à garder dans CLES_JOURNAL_ANCIENNES "
            "quand la clé change",
        )

    def handle(self, *args: Any, cle_publique: bool, **options: Any) -> None:
        if cle_publique:
            self.stdout.write(texte_public(sceaux.cle_privee().public_key()))
            return
        fait = clore_la_journee(timezone.now())
        self.stdout.write(f"{compter(fait.scelles, 'sceau posé', 'sceaux posés')}.")
        if fait.rompues:
            raise CommandError(
                f"Chaînes rompues, non scellées : {', '.join(fait.rompues)} "
                "(manage.py verifier_journal dit où)."
            )
