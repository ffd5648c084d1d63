"""The adviser's queue as its parameters ask for it: same rows, same order, wherever it is used."""

from django.http import QueryDict

from declarations.filters import FiltreFile
from declarations.models import Declaration
from declarations.models.declarations import DeclarationQuerySet
from declarations.table_file import TableauFile
from habilitations.permissions import Acteur


def filtre_de(acteur: Acteur, parametres: QueryDict) -> FiltreFile:
    """The filters of the queue, within what this person may see."""
    visibles = Declaration.objects.visibles_comme_agent(acteur)
    return FiltreFile(parametres, visibles, acteur)


def liste_de(acteur: Acteur, parametres: QueryDict) -> DeclarationQuerySet:
    """Every declaration that these parameters keep, in their order, all pages together."""
    ordonnes: DeclarationQuerySet = TableauFile(
        filtre_de(acteur, parametres).qs, acteur, parametres
    ).ordonnes
    return ordonnes
