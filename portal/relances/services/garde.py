"""A last look before a reminder leaves: it may have waited for the mail server for hours."""

from django.utils import timezone

from declarations.models import Declaration
from portal.relances.models import Envoi
from portal.relances.services.attente import est_attendu
from portal.socle.models import Courriel


def n_est_plus_utile(courriel: Courriel) -> str:
    """Tell why this e-mail must not leave any more, or « »: nobody who has finished is written to.

    Rights are those of the moment: whoever lost them meanwhile is not written to either.
    """
    envoi = Envoi.objects.select_related("utilisateur").get(courriel=courriel)
    jour = max(envoi.jour, timezone.localdate())
    rappelees = Declaration.objects.filter(pk__in=envoi.relances.values("declaration"))
    if est_attendu(envoi.utilisateur, rappelees, jour):
        return ""
    return "Plus rien n’était attendu de cette personne au moment de l’envoi."
