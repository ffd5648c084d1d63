"""The adviser's queue as its parameters ask for it: same rows, same order, wherever it is used."""

from django.http import QueryDict

from declarations.filters import FiltreFile
from declarations.models import Declaration
from declarations.models.declarations import DeclarationQuerySet
from declarations.presentation.lignes_des_dossiers import AVEC_LIGNES
from declarations.table_file import TableauFile
from habilitations.models import Dispositif
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


def lignes_demandees(parametres: QueryDict) -> str:
    """The dispositif whose rows are asked for: CLAS when none is, or one that has no such rows."""
    demande = parametres.get("dispositif", "")
    return demande if demande in AVEC_LIGNES else Dispositif.CLAS.value


def lignes_de_la_file(acteur: Acteur, parametres: QueryDict) -> DeclarationQuerySet:
    """What the list keeps of that dispositif, among what was sent."""
    autres = parametres.copy()
    autres.pop("dispositif", None)
    return liste_de(acteur, autres).filter(
        dispositif=lignes_demandees(parametres), version_en_vigueur__isnull=False
    )
