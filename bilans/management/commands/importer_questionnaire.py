"""``manage.py importer_questionnaire --a-blanc FICHIER…``: what files would give, nothing kept."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from bilans.imports.fichiers import lire_fichier
from bilans.imports.resultat import Import, refuser
from portal.socle.lecture_classeurs import TAILLE_MAX
from portal.socle.ouvertures import cause

INTROUVABLE = "Ce fichier ne peut pas être ouvert{}."


class Command(BaseCommand):
    help = (
        "Lit des questionnaires (XLSForm, structure de LimeSurvey) et rend une liste JSON de "
        "{fichier, statut, questions, erreurs}, dans l’ordre des fichiers ; rien n’est "
        "enregistré. Rend 1 si un fichier ne peut pas être ouvert."
    )
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("fichiers", nargs="+", metavar="FICHIER")
        parser.add_argument(
            "--a-blanc", action="store_true", required=True, help="n’enregistre rien"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        introuvables = 0
        lus = []
        for nom in options["fichiers"]:
            chemin = Path(nom)
            try:
                lu = _lire(chemin)
            except OSError as erreur:
                introuvables += 1
                lu = refuser(INTROUVABLE.format(cause(erreur)))
            lus.append(lu.en_donnees(chemin.name))
        self.stdout.write(json.dumps(lus, ensure_ascii=False, indent=1))
        if introuvables:
            raise SystemExit(1)


def _lire(chemin: Path) -> Import:
    """Read a file, and no more of it than a questionnaire may weigh."""
    with chemin.open("rb") as fichier:
        return lire_fichier(chemin.name, fichier.read(TAILLE_MAX + 1))
