"""The queue of bilans as its parameters ask for it: same rows, same order, wherever it is used."""

from django.http import QueryDict

from bilans.filters import FiltreFile
from bilans.models import Bilan, BilanQuerySet
from bilans.tables import TableauBilans
from habilitations.permissions import Acteur


def filtre_de(acteur: Acteur, parametres: QueryDict) -> FiltreFile:
    """The filters of the queue, within what this person may see."""
    return FiltreFile(parametres, Bilan.objects.visibles_comme_agent(acteur), acteur)


def liste_de(acteur: Acteur, parametres: QueryDict) -> BilanQuerySet:
    """Every bilan that these parameters keep, in their order, all pages together."""
    ordonnes: BilanQuerySet = TableauBilans(
        filtre_de(acteur, parametres).qs, acteur, parametres
    ).ordonnes
    return ordonnes
