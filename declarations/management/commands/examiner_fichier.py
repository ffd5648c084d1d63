"""``manage.py examiner_fichier FICHIER…``: what the portal thinks of files; none is kept."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from declarations.elan.services.examen import examiner_reprise
from declarations.services.examen import examiner_piece


class Command(BaseCommand):
    help = (
        "Dit, en JSON, ce que le portail pense de fichiers : genre, verdict et motif, comme pour "
        "une pièce jointe. N’enregistre rien ; finit par un code 0 quels que soient les verdicts."
    )
    # Nothing is asked of the database: the command answers where there is none.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("fichiers", nargs="+", metavar="FICHIER", type=Path)
        parser.add_argument(
            "--reprise",
            action="store_true",
            help="lire chaque classeur comme un import d’ELAN : erreurs par cellule, "
            "avertissements (les droits sur les projets ne sont pas vérifiés)",
        )

    def handle(self, *args: Any, fichiers: list[Path], reprise: bool, **options: Any) -> None:
        jour = timezone.localdate()
        avis = [
            examiner_reprise(chemin, jour) if reprise else examiner_piece(chemin)
            for chemin in fichiers
        ]
        self.stdout.write(json.dumps(avis, ensure_ascii=False, indent=2))
