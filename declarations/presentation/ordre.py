"""Search without accents, or by reference, over a list kept in the database."""

import re

from declarations.models.declarations import DeclarationQuerySet
from portal.socle.francais import mots

# « ER-2025-R-000042 »; at least the nine figures of a SIREN.
_REFERENCE = re.compile(r"(?P<dispositif>[A-Z]{2,10})-[0-9]{4}-[A-Z][0-9]*-(?P<cle>[0-9]{1,12})")
_SIRET = re.compile(r"[0-9]{9,14}")


def rechercher(declarations: DeclarationQuerySet, texte: str) -> DeclarationQuerySet:
    """Keep those whose partner or équipement bears every word typed; one query more.

    Accents, capitals and hyphens do not matter; a word may be the beginning or a part of another.
    The reference of a declaration, or a SIRET, is found too, spaces or not.
    """
    cherches = mots(texte).split()
    if not cherches:
        return declarations
    if reference := _REFERENCE.fullmatch("".join(texte.split()).upper()):
        return declarations.filter(
            pk=int(reference["cle"]), dispositif=reference["dispositif"].lower()
        )
    if siret := _SIRET.fullmatch("".join(texte.split())):
        return declarations.filter(gestionnaire__siret__startswith=siret[0])
    noms = (
        declarations.order_by()
        .values_list("equipement", "gestionnaire", "equipement__nom", "gestionnaire__nom")
        .distinct()
    )
    trouves = [
        equipement
        for equipement, _, *parties in noms
        if all(mot in mots(" ".join(parties)) for mot in cherches)
    ]
    return declarations.filter(equipement__in=trouves)
