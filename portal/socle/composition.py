"""An e-mail as it leaves, and when its address may be written to again."""

from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from portal.socle.models import Courriel

UN_JOUR = timedelta(days=1)


def composer(courriel: Courriel, connexion: Any = None) -> EmailMultiAlternatives:
    """The message as it leaves, dated from its words.

    Its identifier never changes: a double is recognised.
    """
    message = EmailMultiAlternatives(
        subject=courriel.objet,
        body=courriel.texte,
        to=[courriel.destinataire],
        connection=connexion,
        headers={
            "Message-ID": courriel.message_id,
            "Date": format_datetime(courriel.reecrit_le or courriel.cree_le),
            "Auto-Submitted": "auto-generated",
        },
    )
    if courriel.html:
        message.attach_alternative(courriel.html, "text/html")
    return message


def attente(courriel: Courriel, maintenant: datetime) -> datetime | None:
    """When this address may be written to again; None when it is now.

    It has been sent COURRIELS_PAR_JOUR in a day: the oldest of them must be a day old.
    """
    plafond = settings.COURRIELS_PAR_JOUR
    partis = Courriel.objects.partis_vers(courriel.destinataire, maintenant - UN_JOUR)
    rang = plafond - 1  # from the last one sent
    dates = partis.order_by("-envoye_le").values_list("envoye_le", flat=True)[rang : rang + 1]
    return next((le + UN_JOUR for le in dates if le), None)
