"""Search over a list of bilans: partner, équipement, commune, SIRET or reference."""

import re

from django.db.models import Q

from bilans.models import BilanQuerySet
from declarations.presentation.ordre import chercher

# « BILAN-CLAS-2024-000042 »: the code of its questionnaire, the year, the number of the file.
_REFERENCE = re.compile(r"(?P<code>[A-Z][A-Z0-9-]*)-[0-9]{4}-(?P<cle>[0-9]{1,12})")


def rechercher(bilans: BilanQuerySet, texte: str) -> BilanQuerySet:
    """Keep the bilans that a text names; one query more."""
    trouves: BilanQuerySet = chercher(bilans, texte, _par_reference)
    return trouves


def _par_reference(texte: str) -> Q | None:
    reference = _REFERENCE.fullmatch(texte)
    if reference is None:
        return None
    code = reference["code"].lower().replace("-", "_")
    return Q(pk=int(reference["cle"]), version__questionnaire__code=code)
