"""``manage.py verifier_journal``: is the journal what it was? Names the first broken link."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.socle import lectures
from portal.socle.models import ChaineJournal
from portal.socle.verification import (
    Rupture,
    en_retard,
    orphelines,
    premiere_rupture,
    temoin_dementi,
)


class Command(BaseCommand):
    help = (
        "Vérifie les chaînes du journal, leurs sceaux et les lectures arrêtées ; "
        "nomme la première rupture de chaque chaîne et finit par un code 1."
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
            help="fichier de lignes JSON tenu hors de la base (chaine, numero, empreinte) : "
            "les « journal.scelle » des journaux techniques",
        )

    def handle(self, *args: Any, chaine: str, temoin: Path | None, **options: Any) -> None:
        chaines = ChaineJournal.objects.order_by("cle")
        if chaine:
            chaines = chaines.filter(cle=chaine)
            if not chaines:
                raise CommandError(f"Aucune chaîne ne s’appelle « {chaine} ».")
        ruptures = [r for r in self._parcourir(chaines) if r]
        if not chaine and (orpheline := orphelines()):
            ruptures.append(orpheline)
        if temoin:
            ruptures += [r for r in (temoin_dementi(*t) for t in _temoins(temoin, chaine)) if r]
        if ruptures:
            pluriel = "s" if len(ruptures) > 1 else ""
            raise CommandError(
                "\n".join([f"Rupture{pluriel} du journal :", *(f"  {r}" for r in ruptures)])
            )
        self.stdout.write(f"Journal intact : {chaines.count()} chaîne(s) vérifiée(s).")

    def _parcourir(self, chaines: Any) -> Iterator[Rupture | None]:
        purgees, maintenant = lectures.purgees_avant(), timezone.now()
        for une in chaines.iterator():
            rupture = premiere_rupture(une, purgees)
            if rupture is None and en_retard(une, maintenant):
                self.stderr.write(
                    f"{une.cle} : des lignes de plus de deux jours ne sont pas scellées "
                    "(manage.py sceller_journal)."
                )
            yield rupture


def _temoins(fichier: Path, chaine: str) -> Iterator[tuple[str, int, str]]:
    """The heads that a file kept elsewhere cites; lines that cite none are passed over."""
    try:
        lignes = fichier.open(encoding="utf-8")
    except OSError as erreur:
        raise CommandError(f"Le témoin {fichier} est illisible : {erreur.strerror}.") from None
    with lignes:
        for ligne in lignes:
            try:
                cite = json.loads(ligne[max(ligne.find("{"), 0) :])
                tete = (cite["chaine"], cite["numero"], cite["empreinte"])
            except (ValueError, KeyError, TypeError):
                continue
            if not chaine or tete[0] == chaine:
                yield tete
