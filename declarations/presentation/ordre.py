"""Names in French order and search without accents, over a list kept in the database.

The database sorts by bytes: names are read once, put in order here, and given back as a rank.
"""

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, Func, IntegerField, Value

from declarations.models.declarations import DeclarationQuerySet
from portal.socle.francais import cle_de_tri, mots


def rang_equipement(declarations: DeclarationQuerySet) -> Func:
    """Rank of the équipement of a row, by name in French order; one query."""
    noms = dict(declarations.order_by().values_list("equipement", "equipement__nom").distinct())
    ordonnes = sorted(noms, key=lambda pk: (cle_de_tri(noms[pk]), pk))
    return Func(
        Value(ordonnes, output_field=ArrayField(BigIntegerField())),
        F("equipement"),
        function="array_position",
        output_field=IntegerField(),
    )


def rechercher(declarations: DeclarationQuerySet, texte: str) -> DeclarationQuerySet:
    """Keep those whose partner or équipement bears every word typed; one query more.

    Accents, capitals and hyphens do not matter; a word may be the beginning or a part of another.
    """
    cherches = mots(texte).split()
    if not cherches:
        return declarations
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
