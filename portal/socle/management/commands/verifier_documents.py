"""Check that each document kept is still the one that was received."""

from typing import Any

from django.core.management.base import CommandError

from portal.socle.commandes import Commande
from portal.socle.documents import est_intact
from portal.socle.francais import compter
from portal.socle.models import Document


class Command(Commande):
    raison = "vérifier tous les documents"
    help = "Vérifie que chaque document gardé est présent et intact, d’après son empreinte."

    def handle(self, *args: Any, **options: Any) -> None:
        abimes = [d for d in Document.objects.iterator() if not est_intact(d)]
        for document in abimes:
            self.stdout.write(f"Absent ou modifié : {document.nom} ({document.chemin})")
        if abimes:
            raise CommandError(
                f"{compter(len(abimes), 'document')} à rétablir depuis une sauvegarde."
            )
        self.stdout.write(f"Tous intacts : {compter(Document.objects.count(), 'document')}.")
