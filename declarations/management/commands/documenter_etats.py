"""Write docs/etats.md from the transition table, or check that it is up to date."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from declarations.documentation import decrire_etats


class Command(BaseCommand):
    help = "Écrit docs/etats.md d’après la table des transitions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--verifier", action="store_true", help="échoue si le fichier n’est pas à jour"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        fichier = Path(settings.BASE_DIR) / "docs" / "etats.md"
        texte = decrire_etats()
        if options["verifier"]:
            if not fichier.exists() or fichier.read_text(encoding="utf-8") != texte:
                raise CommandError("docs/etats.md n’est pas à jour : manage.py documenter_etats")
            return
        fichier.write_text(texte, encoding="utf-8")
        self.stdout.write("docs/etats.md est à jour.")
