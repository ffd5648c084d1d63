"""Letters of right whose row is no longer what was hashed, or that wait for their seal too long."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from portal.socle.fautes import Faute
from portal.socle.formats import date_fr
from subventions.droits.services.lettres import empreinte_de
from subventions.models import LettreDroit

ATTENTE_MAX = timedelta(days=1)


def fautes_des_lettres(maintenant: datetime) -> Iterator[Faute]:
    """Each fault of each letter; bounded memory."""
    for lettre in LettreDroit.objects.order_by("pk").iterator(chunk_size=500):
        if lettre.empreinte != empreinte_de(lettre.contenu):
            raison = "ce que dit la base n’est plus ce qui a été scellé"
            yield Faute("lettre", lettre.reference, raison)
        elif not lettre.est_scellee and lettre.demandee_le < maintenant - ATTENTE_MAX:
            raison = f"attend son cachet depuis le {date_fr(lettre.demandee_le)}"
            yield Faute("lettre", lettre.reference, raison)
