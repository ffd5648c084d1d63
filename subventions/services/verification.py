"""Computations frozen and letters sealed, checked one by one against their own hash.

Computations are computed again too.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby

from portal.socle.fautes import Faute
from portal.socle.formats import date_fr
from subventions.models import Calcul, LettreDroit, LettreIndu
from subventions.models.lettres import Lettre
from subventions.services.lettres import est_intacte
from subventions.services.rejeu import rejouer_entre, tranches

LOT = 200
ATTENTE_MAX = timedelta(days=1)


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
    for part in tranches(LOT):
        _, differences = rejouer_entre(*part)
        for pk, siennes in groupby(differences, lambda difference: difference.calcul):
            raison = f"refait, il donne autre chose : {', '.join(d.champ for d in siennes)}"
            if Calcul.objects.get(pk=pk).est_intact:
                yield Faute("rejeu", f"n° {pk}", raison)


def fautes_des_lettres(maintenant: datetime) -> Iterator[Faute]:
    """Letters whose row is no longer what was hashed, or that wait for their seal too long."""
    modeles: tuple[type[Lettre], ...] = (LettreDroit, LettreIndu)
    for modele in modeles:
        for lettre in modele._default_manager.order_by("pk").iterator(chunk_size=LOT):
            if not est_intacte(lettre):
                raison = "ce que dit la base n’est plus ce qui a été scellé"
                yield Faute("lettre", lettre.reference, raison)
            elif not lettre.est_scellee and lettre.demandee_le < maintenant - ATTENTE_MAX:
                raison = f"attend son cachet depuis le {date_fr(lettre.demandee_le)}"
                yield Faute("lettre", lettre.reference, raison)
