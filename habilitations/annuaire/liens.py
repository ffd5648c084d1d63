"""Addresses of the annuaire: those that show one Caf say which."""

from django.urls import reverse

from habilitations.models import Caf


def adresse(nom: str, *args: object, caf: Caf | None = None) -> str:
    """The address of a page; ``caf``: the one whose annuaire it shows."""
    chemin = reverse(f"annuaire:{nom}", args=args)
    return f"{chemin}?caf={caf.pk}" if caf else chemin
