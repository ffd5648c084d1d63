"""Masked, a small group cannot be found again: neither by a subtraction, nor by several."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilans.regles.analyse.croisement import Axe, Croisement, croiser
from bilans.regles.analyse.masquage import (
    TOTAL,
    Cellule,
    est_petit,
    masquer,
    masquer_croisement,
    masquer_parts,
)
from tests.bilans.strategies import PROPRIETE

SEUIL = 5
EFFECTIFS = st.one_of(st.integers(0, 6), st.integers(0, 40))


def axe(nom: str, combien: int, *, multiple: bool = False) -> Axe:
    return Axe(nom, tuple((f"{nom}{n}", f"{nom} {n}") for n in range(combien)), multiple)


@st.composite
def croisements(draw: st.DrawFn) -> Croisement:
    lignes, colonnes = axe("l", draw(st.integers(1, 4))), axe("c", draw(st.integers(1, 4)))
    paires = {paire: draw(EFFECTIFS) for paire in product(lignes.codes, colonnes.codes)}
    return croiser(lignes, colonnes, paires)


def table(*rangees: list[int]) -> Croisement:
    lignes, colonnes = axe("l", len(rangees)), axe("c", len(rangees[0]))
    paires = {
        (li, co): rangees[i][j]
        for i, li in enumerate(lignes.codes)
        for j, co in enumerate(colonnes.codes)
    }
    return croiser(lignes, colonnes, paires)


def test_croiser_compte_les_personnes() -> None:
    croisement = croiser(
        axe("l", 2, multiple=True),
        axe("c", 2),
        {("l0 l1", "c0"): 3, ("l0", "c1"): 2, ("perdu", "c0"): 9},
    )
    assert croisement.effectifs == {
        ("l0", "c0"): 3,
        ("l0", "c1"): 2,
        ("l1", "c0"): 3,
        ("l1", "c1"): 0,
    }
    # Five persons, three of whom made both choices.
    assert croisement.total == 5
    assert croisement.totaux_lignes == {"l0": 5, "l1": 3}
    assert str(croisement.part_ligne("l0", "c0")) == "60.0"
    assert str(croisement.part_colonne("l1", "c0")) == "100.0"
    assert croisement.part_colonne("l1", "c1") is not None


@PROPRIETE
@given(croisements())
def test_les_marges_d_un_croisement_sont_ses_sommes(croisement: Croisement) -> None:
    assert sum(croisement.totaux_lignes.values()) == croisement.total
    assert sum(croisement.totaux_colonnes.values()) == croisement.total
    assert sum(croisement.effectifs.values()) == croisement.total
    for ligne, total in croisement.totaux_lignes.items():
        assert sum(n for (li, _), n in croisement.effectifs.items() if li == ligne) == total


@pytest.mark.parametrize(
    ("effectifs", "masques"),
    [
        ([20, 0, 8], ""),
        # Three alone would be the total less the others: the smallest of these goes with it.
        ([20, 3, 8], "bc"),
        # One and one come to two: both would be guessed.
        ([20, 1, 1, 8], "bcd"),
        ([3, 4], "ab"),
        ([20, 5], ""),
        ([0, 3, 1], "abc"),
        ([0, 0], ""),
        ([0, 9], ""),
    ],
)
def test_masquer_une_suite_dont_le_total_est_montre(effectifs: list[int], masques: str) -> None:
    assert masquer(dict(zip("abcd", effectifs, strict=False)), SEUIL) == frozenset(masques)


@PROPRIETE
@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=1), EFFECTIFS, min_size=1))
def test_une_suite_masquee_ne_se_retrouve_pas(effectifs: dict[str, int]) -> None:
    masques = masquer(effectifs, SEUIL)
    assert {c for c, n in effectifs.items() if est_petit(n, SEUIL)} <= masques
    if masques and not est_petit(sum(effectifs.values()), SEUIL):
        assert len(masques) > 1
        assert sum(effectifs[c] for c in masques) >= SEUIL


def test_de_plusieurs_choix_le_reste_est_un_groupe_aussi() -> None:
    assert masquer_parts({"a": 3, "b": 18, "c": 10, "d": 0, "e": 20}, 20, SEUIL) == {"a", "b"}
    assert masquer_parts({"a": 3}, 3, SEUIL) == {"a"}


def test_un_croisement_masque_aussi_ce_que_ses_totaux_rendraient() -> None:
    masques = masquer_croisement(table([20, 3], [30, 40]), SEUIL)
    assert masques == {("l0", "c0"), ("l0", "c1"), ("l1", "c0"), ("l1", "c1")}
    assert masquer_croisement(table([20, 8], [30, 40]), SEUIL) == frozenset()


def test_un_croisement_de_trop_peu_de_personnes_ne_montre_rien() -> None:
    croisement = table([1, 0], [0, 3])
    assert len(masquer_croisement(croisement, SEUIL)) == 9


@PROPRIETE
@given(croisements())
def test_aucune_cellule_masquee_ne_se_deduit(croisement: Croisement) -> None:
    """By all the equations together: an oracle in exact linear algebra, without any graph."""
    masques = masquer_croisement(croisement, SEUIL)
    cellules = {
        **croisement.effectifs,
        **{(li, TOTAL): n for li, n in croisement.totaux_lignes.items()},
        **{(TOTAL, co): n for co, n in croisement.totaux_colonnes.items()},
        (TOTAL, TOTAL): croisement.total,
    }
    assert {cle for cle, n in cellules.items() if est_petit(n, SEUIL)} <= masques
    if croisement.total >= SEUIL:
        assert not deduites(croisement, masques)


def deduites(croisement: Croisement, masques: frozenset[Cellule]) -> list[Cellule]:
    """Masked cells that take one value only in every solution of the equations."""
    inconnues = sorted(masques)
    lignes, colonnes = (*croisement.lignes.codes, TOTAL), (*croisement.colonnes.codes, TOTAL)
    equations = [
        *([(li, co) for co in colonnes] for li in lignes),
        *([(li, co) for li in lignes] for co in colonnes),
    ]
    matrice = [
        [
            Fraction(0 if cle not in equation else -1 if cle == equation[-1] else 1)
            for cle in inconnues
        ]
        for equation in equations
    ]
    reduite, pivots = echelonner(matrice)
    # A pivot is determined when its equation holds no other unknown.
    return [
        inconnues[pivot]
        for rangee, pivot in zip(reduite, pivots, strict=False)
        if sum(valeur != 0 for valeur in rangee) == 1
    ]


def echelonner(matrice: list[list[Fraction]]) -> tuple[list[list[Fraction]], list[int]]:
    rangees, pivots = [list(r) for r in matrice], list[int]()
    for colonne in range(len(rangees[0]) if rangees else 0):
        rang = len(pivots)
        choisie = next((r for r in range(rang, len(rangees)) if rangees[r][colonne]), None)
        if choisie is None:
            continue
        rangees[rang], rangees[choisie] = rangees[choisie], rangees[rang]
        tete = rangees[rang][colonne]
        rangees[rang] = [valeur / tete for valeur in rangees[rang]]
        for r, rangee in enumerate(rangees):
            if r != rang and rangee[colonne]:
                facteur = rangee[colonne]
                rangees[r] = [a - facteur * b for a, b in zip(rangee, rangees[rang], strict=True)]
        pivots.append(colonne)
    return rangees[: len(pivots)], pivots
