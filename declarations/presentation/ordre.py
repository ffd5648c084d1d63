"""Search without accents, or by reference, over a list kept in the database."""

import re
from collections.abc import Callable
from typing import Any

from django.db.models import Q

from declarations.models.declarations import DeclarationQuerySet
from portal.socle.francais import mots

# « ER-2025-R-000042 »; at least the nine figures of a SIREN.
_REFERENCE = re.compile(r"(?P<dispositif>[A-Z]{2,10})-[0-9]{4}-[A-Z][0-9]*-(?P<cle>[0-9]{1,12})")
_SIRET = re.compile(r"[0-9]{9,14}")


def rechercher(declarations: DeclarationQuerySet, texte: str) -> DeclarationQuerySet:
    """Keep the declarations that a text names: partner, équipement, SIRET or reference."""
    trouvees: DeclarationQuerySet = chercher(declarations, texte, _par_reference)
    return trouvees


def chercher(dossiers: Any, texte: str, par_reference: Callable[[str], Q | None]) -> Any:
    """Keep the files whose partner or équipement bears every word typed; one query more.

    Accents, capitals and hyphens do not matter; a word may be the beginning or a part of another.
    A SIRET is found too, or what ``par_reference`` reads of the text in capitals, spaces or not.
    """
    cherches = mots(texte).split()
    if not cherches:
        return dossiers
    colle = "".join(texte.split()).upper()
    if reference := par_reference(colle):
        return dossiers.filter(reference)
    if siret := _SIRET.fullmatch(colle):
        return dossiers.filter(gestionnaire__siret__startswith=siret[0])
    noms = (
        dossiers.order_by()
        .values_list("equipement", "gestionnaire", "equipement__nom", "gestionnaire__nom")
        .distinct()
    )
    trouves = [
        (equipement, gestionnaire)
        for equipement, gestionnaire, *parties in noms
        if all(mot in mots(" ".join(filter(None, parties))) for mot in cherches)
    ]
    equipements = {equipement for equipement, _ in trouves if equipement}
    communes = {gestionnaire for equipement, gestionnaire in trouves if not equipement}
    return dossiers.filter(
        Q(equipement__in=equipements) | Q(equipement=None, gestionnaire__in=communes)
        if communes
        else Q(equipement__in=equipements)
    )


def _par_reference(texte: str) -> Q | None:
    reference = _REFERENCE.fullmatch(texte)
    if reference is None:
        return None
    return Q(pk=int(reference["cle"]), dispositif=reference["dispositif"].lower())
