"""When the daily run passes next, for the Cafs of one adviser."""

from datetime import date

from django.utils import timezone

from habilitations.models import Fonction
from habilitations.permissions import Acteur
from portal.relances.models import Passage
from portal.relances.regles.passage import prochain_passage


def prochain_passage_de(acteur: Acteur) -> date:
    """The day of the next run: today still, while one of their Cafs waits for that of today."""
    cafs = acteur.cafs_comme({Fonction.GESTIONNAIRE_CONSEIL, Fonction.CHARGE_CONSEIL})
    fait = Passage.objects.faits(acteur.jour, cafs)
    return prochain_passage(timezone.localtime(acteur.maintenant), fait=fait)
