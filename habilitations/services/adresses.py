"""The address with which somebody logs in has changed: both addresses are told."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from habilitations.models import Utilisateur
from portal.socle import courriels

GABARIT = "account/email/adresse_changee"


@transaction.atomic
def prevenir_du_changement(qui: Utilisateur, ancienne: str, maintenant: datetime) -> None:
    """Write to the former address, whose owner may not have asked for it, and to the new one.

    What allauth remembers of the former one no longer opens the account.
    """
    EmailAddress.objects.filter(user=qui).delete()
    objet = render_to_string(f"{GABARIT}_subject.txt").strip()
    contexte = {"ancienne": ancienne, "nouvelle": qui.email, "timestamp": maintenant}
    texte = render_to_string(f"{GABARIT}_message.txt", contexte)
    for adresse in dict.fromkeys((ancienne, qui.email)):
        courriels.deposer(
            adresse,
            f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{objet}",
            texte,
            destinataire_id=qui.pk,
            maintenant=maintenant,
        )
