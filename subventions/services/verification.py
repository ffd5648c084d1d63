"""Computations frozen, checked one by one: against their own hash, then computed again."""

from collections.abc import Iterator

from portal.socle.fautes import Faute
from subventions.models import Calcul
from subventions.services.rejeu import rejouer

LOT = 200


def calculs_alteres() -> Iterator[Faute]:
    """Every computation kept, those of versions and those taken up from ELAN; bounded memory."""
    for calcul in Calcul.objects.order_by("pk").iterator(chunk_size=LOT):
        if not calcul.est_intact:
            raison = "son contenu ne correspond plus à son empreinte"
            yield Faute("calcul", f"n° {calcul.pk}", raison)


def calculs_discordants() -> Iterator[Faute]:
    """Computations that do not come out again as they were kept, though their hash says so.

    Those that their hash belies already are told by ``calculs_alteres``.
    """
    for calcul in Calcul.objects.order_by("pk").iterator(chunk_size=LOT):
        champs = [difference.champ for difference in rejouer(calcul)]
        if champs and calcul.est_intact:
            raison = f"refait, il donne autre chose : {', '.join(champs)}"
            yield Faute("rejeu", f"n° {calcul.pk}", raison)
