"""A command of the operator, run here."""

from io import StringIO

from django.core.management import call_command


def commande(nom: str, *arguments: str) -> str:
    sortie = StringIO()
    call_command(nom, *arguments, stdout=sortie)
    return sortie.getvalue()
