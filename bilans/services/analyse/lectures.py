"""Counts as the database groups them: how many times each value, in one query each."""

from collections.abc import Collection, Mapping
from typing import cast

from django.db import connection
from django.db.models import Count

from bilans.models import ReponseAnalyse
from bilans.models.bilans import BilanQuerySet
from bilans.regles.analyse.comptes import Effectifs
from bilans.regles.analyse.croisement import Paires
from bilans.regles.colonnes import Repetitions

# What counts may be told apart by: the exercice, the Caf, the portfolio of the équipement.
ANNEE, CAF = "annee", "caf"
PORTEFEUILLE = "equipement__portefeuille"
DIMENSIONS = (ANNEE, CAF, PORTEFEUILLE)


class SansRapport(ValueError):
    """Two questions asked on the rows of two repetitions: no row could be meant."""


def effectifs(bilans: BilanQuerySet, colonnes: Collection[int]) -> dict[int, Effectifs]:
    """Return, by column, how many times each value was given, in one query."""
    comptes = (
        ReponseAnalyse.objects.filter(colonne__in=list(colonnes), bilan__in=bilans.values("pk"))
        .order_by()
        .values_list("colonne", "valeur")
        .annotate(combien=Count("pk"))
    )
    trouves: dict[int, dict[str | None, int]] = {colonne: {} for colonne in colonnes}
    for colonne, valeur, combien in comptes:
        trouves[colonne][valeur or None] = combien
    return {colonne: dict(valeurs) for colonne, valeurs in trouves.items()}


def effectifs_par(
    dimension: str, bilans: BilanQuerySet, colonnes: Collection[int]
) -> dict[int, dict[int, Effectifs]]:
    """Return the same, by year or territory, then by column."""
    comptes = (
        ReponseAnalyse.objects.filter(colonne__in=list(colonnes), bilan__in=bilans.values("pk"))
        .order_by()
        .values_list(f"bilan__{dimension}", "colonne", "valeur")
        .annotate(combien=Count("pk"))
    )
    trouves: dict[int, dict[int, dict[str | None, int]]] = {}
    for ou, colonne, valeur, combien in comptes:
        ici = trouves.setdefault(ou, {c: {} for c in colonnes})
        ici[colonne][valeur or None] = combien
    return cast("dict[int, dict[int, Effectifs]]", trouves)


def populations(dimension: str, bilans: BilanQuerySet) -> Mapping[int, int]:
    """How many bilans there are in each year or territory."""
    comptes = bilans.order_by().values_list(dimension).annotate(combien=Count("pk"))
    return dict(comptes)


def references_par(dimension: str, bilans: BilanQuerySet) -> dict[int, set[str]]:
    """References of the versions that the bilans of each year or territory answer."""
    lues = bilans.order_by().values_list(
        dimension, "version__questionnaire__code", "version__version"
    )
    trouvees: dict[int, set[str]] = {}
    for ou, code, version in lues.distinct():
        trouvees.setdefault(ou, set()).add(f"{code}-{version}")
    return trouvees


def paires(
    bilans: BilanQuerySet,
    premiere: tuple[int, Repetitions],
    seconde: tuple[int, Repetitions],
) -> Paires:
    """Return how many times two values go together: in a bilan, or on a row of a repetition.

    A question asked once goes with each row of the other; two repetitions have nothing to do with
    each other, unless one stands in the other. Raises SansRapport.
    """
    condition = _meme_ligne(premiere[1], seconde[1])
    choisis, parametres = bilans.order_by().values("pk").query.sql_with_params()
    # Both pieces are written here and by the ORM; whatever was typed is a parameter.
    requete = f"""
        SELECT a.valeur, b.valeur, count(*)
          FROM bilans_reponseanalyse a
          JOIN bilans_reponseanalyse b ON b.bilan_id = a.bilan_id AND {condition}
         WHERE a.colonne_id = %s AND b.colonne_id = %s AND a.valeur <> '' AND b.valeur <> ''
           AND a.bilan_id IN ({choisis})
         GROUP BY 1, 2
    """  # noqa: S608
    with connection.cursor() as curseur:
        curseur.execute(requete, [premiere[0], seconde[0], *parametres])
        return {(a, b): combien for a, b, combien in curseur.fetchall()}


def _meme_ligne(premiere: Repetitions, seconde: Repetitions) -> str:
    """When two answers of a bilan stand on the same row, or one on a row of the other."""
    commune = min(len(premiere), len(seconde))
    if premiere[:commune] != seconde[:commune]:
        raise SansRapport
    if len(premiere) == len(seconde):
        return "b.ligne = a.ligne"
    if not commune:
        return "TRUE"
    longue, courte = ("a", "b") if len(premiere) > len(seconde) else ("b", "a")
    return f"starts_with({longue}.ligne, {courte}.ligne || '.')"
