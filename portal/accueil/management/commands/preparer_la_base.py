"""``manage.py preparer_la_base``: the database as this version needs it, before it serves."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection


class Command(BaseCommand):
    help = (
        "Prépare la base de données pour cette version, par son propriétaire : migrations, droits "
        "du rôle qui sert, reconnaissance d’une base restaurée, référentiels. S’arrête à la "
        "première étape qui échoue ; sans effet sur ce qui est déjà fait."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--mur",
            action="store_true",
            help="dresser le mur : rien de plus ancien ne sert (accorder_service --mur)",
        )

    def handle(self, *args: Any, mur: bool, verbosity: int = 1, **options: Any) -> None:
        sorties = {"verbosity": verbosity, "stdout": self.stdout, "stderr": self.stderr}
        call_command("migrate", interactive=False, **sorties)
        # Readings planned by this connection may be of tables that a migration has changed since.
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined] # that of PostgreSQL has one
        call_command("accorder_service", mur=mur, **sorties)
        call_command("reconnaitre_la_base", **sorties)
        call_command("charger_referentiels", **sorties)
