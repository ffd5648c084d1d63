"""``manage.py estimer FICHIER``: estimate one subsidy or many, outside any declaration."""

import logging
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

from subventions.imports import DemandeIllisible, ecrire_json, lire_json
from subventions.regles.estimation import INVALIDE
from subventions.services.demandes import Guichet

STATUT_INVALIDE = 2


class Command(BaseCommand):
    help = (
        "Estime des subventions : lit un objet JSON ou une liste (format de "
        "tests/cas/estimations.json) et le rend avec statut, montant et étapes. "
        "Rend 2 si une demande est invalide ; toutes les autres sont calculées."
    )
    # Needs neither the pages nor the settings of production: what it reads is data.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("fichier", help="fichier JSON, ou - pour l’entrée standard")

    def handle(self, *args: Any, fichier: str, **options: Any) -> None:
        try:
            lu = lire_json(self._octets(fichier))
        except DemandeIllisible as refus:
            raise CommandError(str(refus), returncode=STATUT_INVALIDE) from None
        demandes = lu if isinstance(lu, list) else [lu]
        reponses = self._repondre(demandes)
        self.stdout.write(ecrire_json(reponses if isinstance(lu, list) else reponses[0]))
        if any(reponse["statut"] == INVALIDE for reponse in reponses):
            sys.exit(STATUT_INVALIDE)

    def _octets(self, fichier: str) -> bytes:
        if fichier == "-":
            return sys.stdin.buffer.read()
        try:
            return Path(fichier).read_bytes()
        except OSError as erreur:
            raise CommandError(
                f"Le fichier {fichier} ne peut pas être lu : {erreur.strerror}.",
                returncode=STATUT_INVALIDE,
            ) from None

    def _repondre(self, demandes: list[Any]) -> list[dict[str, Any]]:
        """All the answers, or one clear line when the barèmes cannot be read."""
        # The pool tells every attempt to connect; the person needs the conclusion only.
        logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)
        guichet = Guichet()
        try:
            return [guichet.repondre(demande) for demande in demandes]
        except OperationalError:
            raise CommandError(
                "La base de données ne répond pas : vérifiez DATABASE_URL et qu’elle est démarrée."
            ) from None
        except ProgrammingError:
            raise CommandError(
                "La base de données n’est pas prête : lancez d’abord « manage.py migrate », "
                "puis « manage.py charger_baremes »."
            ) from None
