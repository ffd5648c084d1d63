"""Computations frozen, checked one by one against their own hash."""

from collections.abc import Iterator

from portal.socle.fautes import Faute
from subventions.models import Calcul

LOT = 200


def calculs_alteres() -> Iterator[Faute]:
    """Every computation kept, those of versions and those taken up from ELAN; bounded memory."""
    for calcul in Calcul.objects.order_by("pk").iterator(chunk_size=LOT):
        if not calcul.est_intact:
            raison = "son contenu ne correspond plus à son empreinte"
            yield Faute("calcul", f"n° {calcul.pk}", raison)
