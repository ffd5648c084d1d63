"""Reminders written and withdrawn before they left: told as such, their step free again."""

from collections.abc import Collection
from datetime import date, datetime

from portal.relances.models import Envoi, Relance, RelanceQuerySet
from portal.socle.formats import date_fr
from portal.socle.models import Courriel, EtatCourriel
from portal.socle.models.courriels import EN_ATTENTE


def retirer(relances: RelanceQuerySet, motif: str, maintenant: datetime) -> int:
    """Withdraw reminders that have not left; return how many. Those withdrawn already stay."""
    return relances.reglees().update(retiree_le=maintenant, retiree_motif=motif)


def remplacer_en_attente(
    personnes: Collection[int], jour: date, maintenant: datetime
) -> dict[int, date]:
    """Withdraw the e-mails of former days that wait still; return whose they were, of which day.

    For who is written to today: the e-mail of the day says all that those said. One that a sender
    holds, or that a server may have kept, is left: it is read again as it leaves. Callers hold the
    rows of these people.
    """
    anciens = Envoi.objects.filter(utilisateur__in=personnes, jour__lt=jour)
    retires = list(
        Courriel.objects.select_for_update(no_key=True)
        .filter(pk__in=anciens.values("courriel"), etat__in=EN_ATTENTE, reprises=0)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    if not retires:
        return {}
    motif = f"Remplacé par le courriel du {date_fr(jour)}."
    Courriel.objects.filter(pk__in=retires).update(
        etat=EtatCourriel.RETIRE, erreur=motif, prochain_essai_le=None
    )
    retirer(Relance.objects.filter(envoi__courriel__in=retires), motif, maintenant)
    remplaces = Envoi.objects.filter(courriel__in=retires)
    # Of several, the oldest: what it told is to be told still.
    return dict(remplaces.order_by("-jour").values_list("utilisateur", "jour"))
