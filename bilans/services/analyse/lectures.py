"""Counts as the database groups them: how many times each value, in one query each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django.db import connection
from django.db.models import Count, F, Value

from bilans.models.bilans import BilanQuerySet
from bilans.regles.analyse.comptes import Effectifs
from bilans.regles.analyse.croisement import Paires
from bilans.regles.colonnes import Repetitions

# What counts may be told apart by: the exercice, the Caf, the portfolio of the équipement, or
# which row of a repetition an answer stands on.
ANNEE, CAF = "annee", "caf"
PORTEFEUILLE = "equipement__portefeuille"
LIGNE = "ligne"
# All of it together.
TOUT = ""
# A year, an id, or the key of a row.
Lieu = int | str


class SansRapport(ValueError):
    """Two questions asked on the rows of two repetitions: no row could be meant."""


@dataclass(frozen=True)
class Lues:
    """Which columns are counted, by their ids, and the headings under which they stand."""

    colonnes: Sequence[int]
    rubriques: Sequence[int]


def effectifs(bilans: BilanQuerySet, lues: Lues) -> dict[int, Effectifs]:
    """Return, by column, how many times each value was given, in one query."""
    return effectifs_par(TOUT, bilans, lues).get(TOUT, {c: {} for c in lues.colonnes})


def effectifs_par(
    dimension: str, bilans: BilanQuerySet, lues: Lues
) -> dict[Lieu, dict[int, Effectifs]]:
    """Return the same, by year, territory or row – the outermost –, then by column."""
    champs = {TOUT: {"ou": Value(TOUT)}, LIGNE: {}}.get(dimension, {"ou": F(dimension)})
    choisis, parametres = bilans.order_by().values("pk", **champs).query.sql_with_params()
    ou = "r.ligne" if dimension == LIGNE else "s.ou"
    # Both pieces are written here and by the ORM; whatever was typed is a parameter.
    requete = f"""
        SELECT x.ou, v.colonne_id, v.valeur, x.combien
          FROM (
            SELECT {ou} AS ou, unnest(r.valeurs) AS valeur, count(*) AS combien
              FROM bilans_releveanalyse r
              JOIN ({choisis}) s ON s.pk = r.bilan_id
             WHERE r.rubrique_id = ANY(%s)
             GROUP BY 1, 2
          ) x
          JOIN bilans_valeuranalyse v ON v.id = x.valeur
         WHERE v.colonne_id = ANY(%s)
    """  # noqa: S608
    trouves: dict[Lieu, dict[int, dict[str | None, int]]] = {}
    with connection.cursor() as curseur:
        curseur.execute(requete, [*parametres, list(lues.rubriques), list(lues.colonnes)])
        for lieu, colonne, valeur, combien in curseur.fetchall():
            ici = trouves.setdefault(lieu, {c: {} for c in lues.colonnes})
            ici[colonne][valeur or None] = combien
    return cast("dict[Lieu, dict[int, Effectifs]]", trouves)


def populations(dimension: str, bilans: BilanQuerySet) -> Mapping[int, int]:
    """How many bilans there are in each year or territory."""
    comptes = bilans.order_by().values_list(dimension).annotate(combien=Count("pk"))
    return dict(comptes)


def references_par(dimension: str, bilans: BilanQuerySet) -> dict[Lieu, set[str]]:
    """References of the versions that the bilans of each year or territory answer."""
    lues = bilans.order_by().values_list(
        dimension, "version__questionnaire__code", "version__version"
    )
    trouvees: dict[Lieu, set[str]] = {}
    for ou, code, version in lues.distinct():
        trouvees.setdefault(ou, set()).add(f"{code}-{version}")
    return trouvees


def paires(
    bilans: BilanQuerySet,
    premiere: tuple[int, Repetitions],
    seconde: tuple[int, Repetitions],
) -> Paires:
    """Return how many times two values go together: in a bilan, or on a row of a repetition.

    "" is a question asked and left empty.
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
         WHERE a.colonne_id = %s AND b.colonne_id = %s
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
