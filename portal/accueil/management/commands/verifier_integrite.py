"""``manage.py verifier_integrite``: is what the portal keeps what it received and sent?"""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from portal.accueil.integrite import EPREUVES, verifier
from portal.socle.commandes import Commande


class Command(Commande):
    raison = "vérifier toutes les données"
    help = (
        "Vérifie les versions transmises, les calculs, les pièces sur le disque, le journal et "
        "ses sceaux, les uns contre les autres ; nomme chaque faute et finit par un code 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--epreuve",
            action="append",
            choices=list(EPREUVES),
            default=[],
            help="ne faire que celle-ci (plusieurs fois pour plusieurs)",
        )
        parser.add_argument(
            "--json", action="store_true", help="écrire chaque faute en JSON, une par ligne"
        )

    def handle(self, *args: Any, epreuve: list[str], json: bool, **options: Any) -> None:
        nombre = 0
        for faute in verifier(tuple(epreuve)):
            nombre += 1
            self.stdout.write(_en_json(faute.en_json()) if json else str(faute))
        if nombre:
            raise CommandError(f"{nombre} faute{'s' if nombre > 1 else ''} : rien n’a été changé.")
        if not json:
            self.stdout.write(f"Tout concorde : {', '.join(epreuve or EPREUVES)}.")


def _en_json(contenu: dict[str, Any]) -> str:
    return json.dumps(contenu, ensure_ascii=False)
