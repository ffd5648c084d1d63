"""Exceptional windows: dates of one Caf that no rule of the calendar gives (DOMAINE §3.2)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from declarations.models import Campagne
from declarations.regles.calendrier import Fenetre
from habilitations.models import Caf, Utilisateur
from portal.socle import journal


@transaction.atomic
def fixer_fenetre(
    caf: Caf,
    dispositif: str,
    nature: str,
    annee: int,
    fenetre: Fenetre,
    *,
    numero: int = 0,
    auteur: Utilisateur | None = None,
    maintenant: datetime | None = None,
) -> Campagne:
    """Open a window on dates of one's own, or move the one that exists; told in the journal.

    The window is marked « exceptionnelle »: the rules no longer apply to it. Same dates again:
    nothing changes. Raises ValidationError when the dates are not in order.
    """
    cle = {"caf": caf, "dispositif": dispositif, "nature": nature, "numero": numero, "annee": annee}
    campagne = Campagne.objects.select_for_update(of=("self",)).filter(**cle).first()
    campagne = campagne or Campagne(**cle)
    voulu = vars(fenetre) | {"exceptionnelle": True}
    if campagne.pk and all(getattr(campagne, champ) == v for champ, v in voulu.items()):
        return campagne
    for champ, valeur in voulu.items():
        setattr(campagne, champ, valeur)
    campagne.full_clean()
    campagne.save()
    journal.ecrire(
        "campagne.fenetre_exceptionnelle",
        auteur=auteur,
        objet=campagne,
        caf_id=caf.pk,
        details={champ: jour.isoformat() for champ, jour in vars(fenetre).items()},
        le=maintenant or timezone.now(),
    )
    return campagne
