"""Commands that read a JSON object or a list of them, and answer each in turn."""

import logging
import os
import shutil
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

from portal.socle.ouvertures import cause
from subventions.flux import Demandes
from subventions.imports import DemandeIllisible, ecrire_json, ecrire_liste
from subventions.services.repondants import Repondant

STATUT_INVALIDE = 2
STATUT_INTERROMPU = 1
# Bytes of standard input kept in memory; beyond, they wait on the disk.
EN_MEMOIRE = 2**20


class CommandeParDemande(BaseCommand):
    """Read requests, write each with its answer. Exit status 2 when one is invalid."""

    # Needs neither the pages nor the settings of production: what it reads is data.
    requires_system_checks: list[str] = []

    # Who answers; made anew at each run.
    repondant: type[Repondant]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("fichier", help="fichier JSON, ou - pour l’entrée standard")

    def handle(self, *args: Any, fichier: str, **options: Any) -> None:
        # The pool tells every attempt to connect; the person needs the conclusion only.
        logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)
        with _ouvrir(fichier) as flux:
            self._verifier(flux)
            statut = self._repondre(Demandes(flux))
        if statut:
            sys.exit(statut)

    def _verifier(self, flux: IO[bytes]) -> None:
        """Read all a first time: a file that is no JSON is refused before anything is written."""
        try:
            for _ in Demandes(flux):
                pass
        except DemandeIllisible as refus:
            raise CommandError(str(refus), returncode=STATUT_INVALIDE) from None
        flux.seek(0)

    def _repondre(self, demandes: Demandes) -> int:
        """Write each answer as it comes, or one clear line when the barèmes cannot be read.

        Return the exit status.
        """
        repondant = self.repondant()
        reponses = map(repondant.repondre, demandes)
        ecrire = ecrire_liste if demandes.est_liste else partial(map, ecrire_json)
        try:
            for morceau in ecrire(reponses):
                self.stdout.write(morceau, ending="")
        except BrokenPipeError:
            # Who reads has had enough (« | head »): what is left to write goes nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return STATUT_INTERROMPU
        except OperationalError:
            raise CommandError(
                "La base de données ne répond pas : vérifiez DATABASE_URL et qu’elle est démarrée."
            ) from None
        except ProgrammingError:
            raise CommandError(
                "La base de données n’est pas prête : lancez d’abord « manage.py migrate », "
                "puis « manage.py charger_baremes »."
            ) from None
        self.stdout.write("")
        return STATUT_INVALIDE if repondant.refusees else 0


@contextmanager
def _ouvrir(fichier: str) -> Iterator[IO[bytes]]:
    """Open what is to be read, twice: what comes from elsewhere than a file is put in one."""
    with ExitStack() as pile:
        flux: IO[bytes] = sys.stdin.buffer
        if fichier != "-":
            try:
                flux = pile.enter_context(Path(fichier).open("rb"))
            except OSError as erreur:
                raise CommandError(
                    f"Le fichier {fichier} ne peut pas être lu{cause(erreur)}.",
                    returncode=STATUT_INVALIDE,
                ) from None
        if fichier == "-" or not flux.seekable():
            copie = pile.enter_context(SpooledTemporaryFile(max_size=EN_MEMOIRE))
            shutil.copyfileobj(flux, copie)
            copie.seek(0)
            flux = copie
        yield flux
