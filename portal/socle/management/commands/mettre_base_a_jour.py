"""``manage.py mettre_base_a_jour``: every migration, at once where the database is empty."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.socle.schema_ecrit import mettre_a_jour


class Command(BaseCommand):
    help = "Comme migrate, mais en quelques secondes sur une base vide, et sans rien faire à jour."

    def handle(self, *args: Any, **options: Any) -> None:
        mettre_a_jour()
