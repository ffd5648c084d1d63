"""What one question comes to, with what of it may not leave the Caf.

A text or a file only has counts; a number has measures and bars; a day is counted by month or year.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bilans.regles.analyse.comptes import (
    Compte,
    Effectifs,
    Frequence,
    compter,
    frequences,
    part,
)
from bilans.regles.analyse.croisement import Axe, Croisement
from bilans.regles.analyse.masquage import (
    TOTAL,
    Cellule,
    est_petit,
    masquer,
    masquer_croisement,
    masquer_parts,
)
from bilans.regles.analyse.nombres import Classe, Mesures, classer, distribution, mesurer
from bilans.regles.analyse.periodes import pas_naturel, periode
from bilans.regles.colonnes import Colonne
from bilans.regles.questionnaire import CHOIX_MULTIPLES, FICHIER
from portal.saisie.regles.champs import TYPES_TEXTE

REPONDUES, NE_SAIT_PAS, SANS_REPONSE, NON_POSEES = (
    "repondues",
    "ne_sait_pas",
    "sans_reponse",
    "non_posees",
)
LIBRES = TYPES_TEXTE | {FICHIER}
DATE = "date"


@dataclass(frozen=True)
class Resultat:
    """Counts of one question and, by kind, its choices, its numbers or its months and years.

    ``masques`` are the totals that may not be shown, ``valeurs_masquees`` the codes of
    ``frequences``; ``classes`` are those of a number, in the order of its ``frequences``.
    """

    colonne: Colonne
    compte: Compte
    frequences: tuple[Frequence, ...] = ()
    classes: tuple[Classe, ...] = ()
    mesures: Mesures | None = None
    masques: frozenset[str] = frozenset()
    valeurs_masquees: frozenset[str] = frozenset()

    @property
    def est_libre(self) -> bool:
        """Tell whether answers are read one by one: texts and files."""
        return self.colonne.question.type in LIBRES

    @property
    def totaux(self) -> Mapping[str, int]:
        """Those who were sent the questionnaire, by what became of this question."""
        compte = self.compte
        return {
            REPONDUES: compte.repondues,
            NE_SAIT_PAS: compte.ne_sait_pas,
            SANS_REPONSE: compte.sans_reponse,
            NON_POSEES: compte.non_posees,
        }


def resultat(colonne: Colonne, effectifs: Effectifs, population: int, seuil: int = 0) -> Resultat:
    """Return what a question comes to, out of ``population`` bilans or rows.

    Groups under ``seuil`` are masked, and what would give them back; 0 masks nothing.
    """
    compte = compter(effectifs, population)
    genre = colonne.question.type
    mesures, classes, valeurs = None, tuple[Classe, ...](), tuple[Frequence, ...]()
    if colonne.question.est_numerique:
        nombres = distribution(compte)
        mesures, classes = mesurer(nombres), classer(nombres, seuil)
        valeurs = tuple(
            Frequence(str(rang), "", c.effectif, part(c.effectif, compte.repondues))
            for rang, c in enumerate(classes)
        )
    elif genre == DATE:
        valeurs = _par_periode(compte)
    elif genre not in LIBRES:
        valeurs = frequences(compte, colonne.choix, genre)
    brut = Resultat(colonne, compte, valeurs, classes, mesures)
    return _masquer(brut, seuil) if seuil else brut


def masquer_ensemble(
    resultats: Sequence[Resultat | None], seuil: int
) -> tuple[Resultat | None, ...]:
    """Mask the same question in several years or territories, whose sum is shown elsewhere.

    Set side by side they are a table: what one of them hides, the others and the whole would give
    back. Results come in unmasked; values and numbers of those that answered are masked together.
    """
    if not seuil or not any(resultats):
        return tuple(resultats)
    table = _table(resultats)
    masques = masquer_croisement(table, seuil)
    return tuple(
        None if resultat is None else _selon(resultat, masques, str(rang))
        for rang, resultat in enumerate(resultats)
    )


def _table(resultats: Sequence[Resultat | None]) -> Croisement:
    """Values in rows, years or territories in columns; a number has one row, those who answered."""
    presents = {str(rang): r for rang, r in enumerate(resultats) if r is not None}
    un = next(iter(presents.values()))
    multiple = un.colonne.question.type == CHOIX_MULTIPLES
    effectifs = {
        (code, rang): combien for rang, r in presents.items() for code, combien in _parts(r)
    }
    codes = tuple(dict.fromkeys(code for code, _ in effectifs))
    return Croisement(
        Axe("", tuple((code, "") for code in codes), multiple),
        Axe("", tuple((rang, "") for rang in presents)),
        {(code, rang): effectifs.get((code, rang), 0) for code in codes for rang in presents},
        {code: sum(effectifs.get((code, rang), 0) for rang in presents) for code in codes},
        {rang: r.compte.repondues for rang, r in presents.items()},
        sum(r.compte.repondues for r in presents.values()),
    )


def _parts(resultat: Resultat) -> Iterator[tuple[str, int]]:
    if resultat.classes or resultat.colonne.question.est_numerique:
        yield REPONDUES, resultat.compte.repondues
    else:
        yield from ((f.code, f.effectif) for f in resultat.frequences)


def _selon(resultat: Resultat, masques: frozenset[Cellule], rang: str) -> Resultat:
    """A result with what the table hides of it: all of it when its total is hidden."""
    tout = (TOTAL, rang) in masques or (REPONDUES, rang) in masques
    codes = {f.code for f in resultat.frequences if tout or (f.code, rang) in masques}
    return replace(
        resultat,
        mesures=None if tout else resultat.mesures,
        masques=frozenset({REPONDUES}) if tout else frozenset(),
        valeurs_masquees=frozenset(codes),
    )


def _par_periode(compte: Compte) -> tuple[Frequence, ...]:
    pas, periodes = pas_naturel(compte.valeurs), dict[str, int]()
    for jour, combien in sorted(compte.valeurs.items()):
        laquelle = periode(jour, pas)
        periodes[laquelle] = periodes.get(laquelle, 0) + combien
    return tuple(Frequence(p, "", n, part(n, compte.repondues)) for p, n in periodes.items())


def _masquer(brut: Resultat, seuil: int) -> Resultat:
    """What may not be shown: totals, then values, then measures of too few numbers."""
    repondues = brut.compte.repondues
    masques = masquer(brut.totaux, seuil)
    effectifs = {f.code: f.effectif for f in brut.frequences}
    if REPONDUES in masques or est_petit(repondues, seuil):
        valeurs = frozenset(effectifs)
    elif brut.colonne.question.type == CHOIX_MULTIPLES:
        valeurs = masquer_parts(effectifs, repondues, seuil)
    else:
        valeurs = masquer(effectifs, seuil)
    mesures = None if REPONDUES in masques else brut.mesures
    return replace(brut, mesures=mesures, masques=masques, valeurs_masquees=valeurs)
