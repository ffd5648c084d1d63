"""Commands of ours: each says on whose behalf it runs (docs/decisions/0069)."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.socle.portee import au_nom_du_systeme


class Commande(BaseCommand):
    """The base of every command: with its ``raison`` it sees everything, without one nothing.

    Whoever runs it answers for the whole portal. Served by the owner of the tables, a command is
    not narrowed at all; in the ``web`` container it is.
    """

    raison = ""

    def execute(self, *args: Any, **options: Any) -> str | None:
        if not self.raison:
            return super().execute(*args, **options)
        with au_nom_du_systeme(self.raison):
            return super().execute(*args, **options)
