"""A declaration led somewhere, whose news are forgotten."""

from declarations.models import Declaration
from portal.dossiers.models import Avis
from portal.socle.models import Courriel
from tests.declarations.remplir import jusqu_a
from tests.monde import Monde


def amenee(monde: Monde, etat: str) -> Declaration:
    """A declaration led to a state, what was told on the way forgotten."""
    declaration = jusqu_a(monde.declaration(), monde, etat)
    oublier()
    return declaration


def oublier() -> None:
    Avis.objects.all().delete()
    Courriel.objects.all().delete()
