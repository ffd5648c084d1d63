"""``manage.py refaire_actes``: once a stolen key is revoked, the acts that it sealed."""

from typing import Any

from django.utils import timezone

from habilitations.services.actes_a_refaire import refaire_les_actes
from portal.socle.commandes import Commande
from portal.socle.francais import compter


class Command(Commande):
    raison = "refaire les actes de tout le portail"
    help = (
        "Demande de nouveau les actes scellés par un certificat révoqué pour compromission, pour "
        "les droits encore en vigueur. Le worker les scelle. Sans effet la seconde fois."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        refaits = refaire_les_actes(timezone.now())
        for acte in refaits:
            self.stdout.write(f"{acte.reference} – {acte.utilisateur}, {acte.gestionnaire}")
        self.stdout.write(f"{compter(len(refaits), 'acte')} à sceller.")
