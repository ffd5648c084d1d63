"""``manage.py accorder_service``: after each migration, what the role that serves may do."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.socle import roles


class Command(BaseCommand):
    help = "Donne au rôle qui sert le portail ce qu’il lui faut dans la base, et rien de plus."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("role", nargs="?", default=roles.SERVICE, help="son nom")
        parser.add_argument(
            "--creer",
            action="store_true",
            help="le créer s’il manque, sans mot de passe : pour une démonstration",
        )

    def handle(self, *args: Any, role: str, creer: bool, **options: Any) -> None:
        if creer:
            roles.creer(role)
        try:
            roles.accorder(role)
        except roles.RoleAbsent as erreur:
            raise CommandError(
                f"Le rôle {role} n’existe pas : docs/exploitation.md dit comment le créer."
            ) from erreur
        if options["verbosity"]:
            self.stdout.write(
                f"{role} sert : {len(roles.interdits())} tables lui sont figées en tout ou partie."
            )
