"""Search without accents, or by reference, over a list kept in the database."""

import re
from collections.abc import Callable
from typing import Any

from django.db.models import Q

from declarations.models.declarations import DeclarationQuerySet
from portal.socle.francais import chercheur, mots

# « ER-2025-R-000042 »; at least the nine figures of a SIREN.
_REFERENCE = re.compile(r"(?P<dispositif>[A-Z]{2,10})-[0-9]{4}-[A-Z][0-9]*-(?P<cle>[0-9]{1,12})")
_SIRET = re.compile(r"[0-9]{9,14}")
# The number that ends a reference, zeros or not; fewer figures than that are in many a SIRET.
_NUMERO = re.compile(r"[0-9]{1,8}")
SIRET_MIN = 5


def rechercher(declarations: DeclarationQuerySet, texte: str) -> DeclarationQuerySet:
    """Keep the declarations that a text names: partner, équipement, SIRET or reference."""
    trouvees: DeclarationQuerySet = chercher(declarations, texte, _par_reference)
    return trouvees


def chercher(dossiers: Any, texte: str, par_reference: Callable[[str], Q | None]) -> Any:
    """Keep the files whose partner, équipement or a lieu of it bears every word typed.

    Or a SIRET, or what ``par_reference`` reads of the text in capitals, spaces or not; figures
    alone are also the number that ends a reference. One query more.
    """
    if not mots(texte):
        return dossiers
    colle = "".join(texte.split()).upper()
    if reference := par_reference(colle):
        return dossiers.filter(reference)
    if siret := _SIRET.fullmatch(colle):
        return dossiers.filter(gestionnaire__siret__startswith=siret[0])
    comporte = chercheur(texte)
    noms = dossiers.order_by().values_list(
        *("equipement", "gestionnaire", "equipement__nom", "gestionnaire__nom"),
        "equipement__lieux__nom",
    )
    trouves = [
        (equipement, gestionnaire)
        for equipement, gestionnaire, *parties in noms.distinct()
        if comporte(parties)
    ]
    equipements = {equipement for equipement, _ in trouves if equipement}
    communes = {gestionnaire for equipement, gestionnaire in trouves if not equipement}
    condition = Q(equipement__in=equipements)
    if communes:
        condition |= Q(equipement=None, gestionnaire__in=communes)
    if _NUMERO.fullmatch(colle):
        condition |= Q(pk=int(colle))
        if len(colle) >= SIRET_MIN:
            condition |= Q(gestionnaire__siret__contains=colle)
    return dossiers.filter(condition)


def _par_reference(texte: str) -> Q | None:
    reference = _REFERENCE.fullmatch(texte)
    if reference is None:
        return None
    return Q(pk=int(reference["cle"]), dispositif=reference["dispositif"].lower())
