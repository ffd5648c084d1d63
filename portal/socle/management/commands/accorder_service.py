"""``manage.py accorder_service``: after each migration, what the role that serves may do."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.socle import mur, roles


class Command(BaseCommand):
    help = "Donne au rôle qui sert le portail ce qu’il lui faut dans la base, et rien de plus."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("role", nargs="?", default=roles.SERVICE, help="son nom")
        parser.add_argument(
            "--creer",
            action="store_true",
            help="le créer s’il manque, sans mot de passe : pour une démonstration",
        )
        choix = parser.add_mutually_exclusive_group()
        choix.add_argument(
            "--mur",
            action="store_true",
            help="dresser le mur, sauf SANS_MUR=1 : chaque processus qui sert dit qui demande",
        )
        choix.add_argument(
            "--sans-mur",
            action="store_true",
            help="abattre le mur : le rôle qui sert voit toutes les lignes, comme auparavant",
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
        dit = self._mur(dresser=options["mur"], abattre=options["sans_mur"])
        if options["verbosity"]:
            self.stdout.write(
                f"{role} sert : {len(roles.interdits())} tables lui sont figées en tout ou partie. "
                f"{dit}"
            )

    @staticmethod
    def _mur(*, dresser: bool, abattre: bool) -> str:
        """Once it stands, it follows the tables; a version that says nothing would see nothing."""
        if abattre or settings.SANS_MUR:
            return f"Le mur est abattu ({mur.abattre()} tables)."
        if not dresser and not mur.est_dresse():
            return "Le mur n’est pas dressé (--mur)."
        changees = mur.dresser()
        return f"{len(mur.derriere())} tables sont derrière le mur ({changees} changées)."
