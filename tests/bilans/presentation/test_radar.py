"""The radar: points where the percentages say, and a table that says the same."""

import re
from math import hypot
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from bilans.presentation.radar import HAUTEUR, LARGEUR, RAYON, dessiner, note_ecrite
from bilans.regles.notation import Notation, Note, Rubrique, compter
from tests.bilans.strategies import PROPRIETE

CENTRE = (LARGEUR / 2, HAUTEUR / 2)
NOTES = st.sampled_from(
    [compter(scores.split()) for scores in ("", "NC", "NC 3", "0", "1", "2 3", "3 3", "1 NC 2 0")]
)
POLITIQUES = (("famille", "Famille"), ("education", "Éducation"), ("social", "Social"))


@st.composite
def notations(draw: st.DrawFn) -> Notation:
    politiques = POLITIQUES[: draw(st.integers(1, 3))]
    rubriques = [
        Rubrique(f"r{rang}", f"Rubrique {rang}", {code: draw(NOTES) for code, _ in politiques})
        for rang in range(draw(st.integers(0, 8)))
    ]
    return Notation(politiques, tuple(rubriques))


def une_politique(*pourcentages: int | None) -> Notation:
    """One policy, its rubrics at these hundredths of 100 points; None for not concerned."""
    rubriques = tuple(
        Rubrique(f"r{rang}", f"Rubrique {rang}", {"famille": note(valeur)})
        for rang, valeur in enumerate(pourcentages)
    )
    return Notation(POLITIQUES[:1], rubriques)


def note(valeur: int | None) -> Note:
    return Note(neutres=1) if valeur is None else Note(points=3 * valeur, notees=100)


def points(chemin: str) -> list[tuple[float, float]]:
    """The ends of the lines of a path."""
    return [(float(x), float(y)) for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", chemin)]


def test_la_premiere_rubrique_est_en_haut_et_les_suivantes_tournent_a_droite() -> None:
    (serie,) = dessiner(une_politique(100, 50, 100, 0)).series
    x, y = CENTRE

    assert points(serie.trace) == [(x, y - RAYON), (x + RAYON / 2, y), (x, y + RAYON), (x, y)]
    assert serie.trace.endswith("Z")


@PROPRIETE
@given(notations())
def test_chaque_point_est_a_la_distance_que_dit_son_pourcentage(notation: Notation) -> None:
    radar = dessiner(notation)

    for (code, _), serie in zip(notation.politiques, radar.series, strict=True):
        valeurs = notation.serie(code)
        connues = [valeur for valeur in valeurs if valeur is not None]
        assert serie.marques.count("Z") == len(connues)
        if len(connues) == len(valeurs):
            distances = [hypot(x - CENTRE[0], y - CENTRE[1]) for x, y in points(serie.trace)]
            attendues = [float(valeur) / 100 * RAYON for valeur in connues]
            assert distances == pytest.approx(attendues, abs=0.1)
        else:
            assert "Z" not in serie.trace


def test_ce_qui_n_est_pas_concerne_ne_tombe_pas_au_centre() -> None:
    (serie,) = dessiner(une_politique(100, None, 100, 100)).series
    x, y = CENTRE

    # From the third to the fourth, from the fourth to the first; nothing to the second.
    assert points(serie.trace) == [(x, y + RAYON), (x - RAYON, y), (x - RAYON, y), (x, y - RAYON)]
    assert CENTRE not in points(serie.trace)


@PROPRIETE
@given(notations())
def test_rien_ne_sort_du_dessin(notation: Notation) -> None:
    radar = dessiner(notation)
    chemins = [*radar.axes, *radar.anneaux, *(serie.trace for serie in radar.series)]
    textes = [(float(t.x), float(t.y)) for t in (*radar.numeros, *radar.graduations)]

    for x, y in [*(p for chemin in chemins for p in points(chemin)), *textes]:
        assert 10 <= x <= LARGEUR - 10
        assert 10 <= y <= HAUTEUR - 10


@PROPRIETE
@given(notations())
def test_le_tableau_dit_chaque_pourcentage(notation: Notation) -> None:
    rangees = dessiner(notation).rangees

    assert [(r.numero, r.titre) for r in rangees] == [
        (rang, rubrique.titre) for rang, rubrique in enumerate(notation.rubriques, start=1)
    ]
    for rangee, rubrique in zip(rangees, notation.rubriques, strict=True):
        assert [(c.libelle, c.texte) for c in rangee.cellules] == [
            (libelle, note_ecrite(rubrique.notes[code])) for code, libelle in notation.politiques
        ]


@pytest.mark.parametrize(
    ("scores", "texte"),
    [
        ("3 2 NC 1 0 3", "60\u00a0%"),
        ("2", "66,7\u00a0%"),
        ("NC NC", "Non concerné"),
        ("", "À noter"),
    ],
)
def test_une_note_se_lit(scores: str, texte: str) -> None:
    assert note_ecrite(compter(scores.split())) == texte


def test_l_an_dernier_se_compare_par_code() -> None:
    avant = une_politique(20, 40)
    deplacee = Notation(avant.politiques, (avant.rubriques[1], avant.rubriques[0]))
    radar = dessiner(une_politique(100, 100, 100), deplacee)

    assert [r.cellules[0].avant for r in radar.rangees] == ["20\u00a0%", "40\u00a0%", ""]


def test_le_dessin_est_nomme_et_double_d_un_tableau() -> None:
    notation = une_politique(100, 33, None)
    page = render_to_string(
        "bilans/partials/radar.html", {"radar": dessiner(notation), "cle": "r", "avant": "2024"}
    )
    svg = ElementTree.fromstring(page[page.index("<svg") : page.index("</svg>") + 6])

    assert svg.attrib["role"] == "img"
    nommes = {element.attrib["id"] for element in svg.iter() if "id" in element.attrib}
    assert set(svg.attrib["aria-labelledby"].split()) == nommes
    for cellule in dessiner(notation).rangees:
        assert cellule.cellules[0].texte in page
    # The policy of contents of the portal allows no inline style.
    assert "style=" not in page


def test_les_lignes_ne_se_distinguent_pas_que_par_la_couleur() -> None:
    notes = {code: note(50) for code, _ in POLITIQUES}
    series = dessiner(Notation(POLITIQUES, (Rubrique("r", "R", notes),))).series

    assert len({serie.tirets for serie in series}) == 3
    assert len({serie.marques for serie in series}) == 3


def test_un_questionnaire_sans_score_n_a_ni_axe_ni_ligne() -> None:
    radar = dessiner(Notation((), ()))

    assert (radar.axes, radar.anneaux, radar.numeros, radar.graduations) == ((), (), (), ())
    assert (radar.series, radar.rangees) == ((), ())
