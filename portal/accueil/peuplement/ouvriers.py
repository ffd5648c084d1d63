"""Processes that load a Caf each; imported before Django is set up, hence bare."""

import functools
from typing import TYPE_CHECKING

import django

from portal.accueil.peuplement.taille import Plan

if TYPE_CHECKING:
    from portal.accueil.peuplement.patrons import Patrons


def preparer() -> None:
    """Set Django up in a process that has just been spawned."""
    django.setup()


def une_caf(rang: int, caf_id: int, plan: Plan) -> int:
    """Load one Caf; return how many rows."""
    from habilitations.models import Caf
    from portal.accueil.peuplement.caf import peupler_caf

    return peupler_caf(rang, Caf.objects.get(pk=caf_id), plan, _patrons())


@functools.cache
def _patrons() -> "Patrons":
    """The kinds of file, computed once for all the Cafs of a process."""
    from portal.accueil.peuplement.patrons import Patrons

    return Patrons()
