"""Équipements and partners in French order, and found by name or SIRET.

The database sorts by bytes: names are read once, put in order here, and given back as a rank.
"""

from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, Func, IntegerField, QuerySet, Value

from habilitations.models import Adhesion
from habilitations.models.equipements import EquipementQuerySet
from portal.socle.francais import chercheur, cle_de_tri, mots

Lignes = TypeVar("Lignes", bound=QuerySet[Any])


def rang_nom(lignes: QuerySet[Any], chemin: str = "") -> Func:
    """Rank of the name of a row, or of what ``chemin`` leads to, in French order; one query."""
    cle, nom = f"{chemin}__pk" if chemin else "pk", f"{chemin}__nom" if chemin else "nom"
    noms = dict(lignes.order_by().values_list(cle, nom).distinct())
    ordonnes = sorted(noms, key=lambda pk: (cle_de_tri(noms[pk]), pk))
    return Func(
        Value(ordonnes, output_field=ArrayField(BigIntegerField())),
        F(cle),
        function="array_position",
        output_field=IntegerField(),
    )


def rechercher(equipements: EquipementQuerySet, texte: str) -> EquipementQuerySet:
    """Keep those whose name, gestionnaire or lieu bears every word typed, or part of the SIRET.

    As ``chercheur`` reads words; the spaces of a SIRET do not matter. One query more.
    """
    return _garder(equipements, texte, "nom", "gestionnaire__nom", "lieux__nom")


def rechercher_partenaires(adhesions: QuerySet[Adhesion], texte: str) -> QuerySet[Adhesion]:
    """The same of partners, by their name or SIRET."""
    return rechercher_les_partenaires(adhesions, texte)


def rechercher_les_partenaires(lignes: Lignes, texte: str) -> Lignes:
    """The same of any rows that name a gestionnaire."""
    return _garder(lignes, texte, "gestionnaire__nom")


def rechercher_les_exercices(lignes: Lignes, texte: str) -> Lignes:
    """The same of rows that name a gestionnaire and an équipement: by either name."""
    return _garder(lignes, texte, "gestionnaire__nom", "equipement__nom")


def rechercher_gestionnaires(gestionnaires: Lignes, texte: str) -> Lignes:
    """The same of partners themselves."""
    return _garder(gestionnaires, texte, "nom", siret="siret")


def rechercher_personnes(lignes: Lignes, texte: str, *champs: str) -> Lignes:
    """The same of rows that name people, by ``champs``: names and addresses."""
    return _garder(lignes, texte, *champs, siret="")


def rechercher_par(lignes: Lignes, texte: str, *champs: str, siret: str) -> Lignes:
    """The same of any rows, by the columns that name them and the one of the SIRET."""
    return _garder(lignes, texte, *champs, siret=siret)


def _garder(lignes: Lignes, texte: str, *champs: str, siret: str = "gestionnaire__siret") -> Lignes:
    chiffres = "".join(texte.split())
    if siret and chiffres.isascii() and chiffres.isdigit() and len(chiffres) >= 3:
        return lignes.filter(**{f"{siret}__contains": chiffres})
    if not mots(texte):
        return lignes
    comporte = chercheur(texte)
    noms = lignes.order_by().values_list("pk", *champs).distinct()
    return lignes.filter(pk__in={pk for pk, *parties in noms if comporte(parties)})
