"""The radar of a self-assessment, ready for an SVG, and the table that says the same in words.

One axis per rubric, clockwise from the top; one line per policy, told apart by its colour, its
dashes and its marks. What has no percentage has no point: the line stops and starts again, it
never falls to the centre. Coordinates are texts with a point, whatever the language of the page.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from math import cos, pi, sin

from bilans.regles.notation import Notation, Note
from portal.socle.formats import ESPACE_INSECABLE, nombre

LARGEUR, HAUTEUR = 440, 400
RAYON = 150
# How far beyond the last ring the number of a rubric stands, and half the size of a mark.
MARGE, MARQUE = 22, 5
ANNEAUX = (25, 50, 75, 100)
TRAITS = ("", "9 5", "2 4")


@dataclass(frozen=True)
class Point:
    x: float
    y: float

    def __str__(self) -> str:
        return f"{self.x:.1f} {self.y:.1f}"


@dataclass(frozen=True)
class Texte:
    """A word at a point of the drawing."""

    texte: str
    x: str
    y: str


@dataclass(frozen=True)
class Serie:
    """A policy: ``trace`` and ``marques`` are paths; ``rang``, from 1, tells its colour."""

    libelle: str
    rang: int
    tirets: str
    trace: str
    marques: str
    echantillon: str


@dataclass(frozen=True)
class Cellule:
    """The percentage of a policy, and last year's, "" when there is none to compare with."""

    libelle: str
    texte: str
    avant: str = ""


@dataclass(frozen=True)
class Rangee:
    """A rubric, by the number it has on the drawing."""

    numero: int
    titre: str
    cellules: tuple[Cellule, ...]


@dataclass(frozen=True)
class Radar:
    """A drawing of ``largeur`` by ``hauteur``, and its table. Paths are written for « d »."""

    axes: tuple[str, ...]
    anneaux: tuple[str, ...]
    graduations: tuple[Texte, ...]
    numeros: tuple[Texte, ...]
    series: tuple[Serie, ...]
    rangees: tuple[Rangee, ...]
    largeur: int = LARGEUR
    hauteur: int = HAUTEUR


def dessiner(notation: Notation, avant: Notation | None = None) -> Radar:
    """Return the radar of a grid scored; ``avant`` is last year's, compared by codes."""
    combien = len(notation.rubriques)
    rangs = range(combien)
    anneaux = ANNEAUX if combien else ()
    return Radar(
        axes=tuple(_chemin([_point(0, 0, combien), _point(rang, 100, combien)]) for rang in rangs),
        anneaux=tuple(
            _chemin([_point(rang, valeur, combien) for rang in rangs], ferme=True)
            for valeur in anneaux
        ),
        graduations=tuple(_graduation(valeur) for valeur in anneaux),
        numeros=tuple(_numero(rang, combien) for rang in rangs),
        series=tuple(
            _serie(rang, libelle, notation.serie(code))
            for rang, (code, libelle) in enumerate(notation.politiques)
        ),
        rangees=tuple(_rangees(notation, avant)),
    )


def note_ecrite(note: Note) -> str:
    """« 66,7 % », « Non concerné » when all is NC, « À noter » when nothing is scored yet."""
    if note.pourcentage is not None:
        return f"{nombre(note.pourcentage)}{ESPACE_INSECABLE}%"
    return "Non concerné" if note.est_non_concernee else "À noter"


def _point(rang: int, valeur: Decimal | int, combien: int, au_dela: int = 0) -> Point:
    """Where a percentage stands on an axis; the first axis goes up, the next ones clockwise."""
    angle = 2 * pi * rang / max(combien, 1) - pi / 2
    distance = float(valeur) / 100 * RAYON + au_dela
    return Point(LARGEUR / 2 + distance * cos(angle), HAUTEUR / 2 + distance * sin(angle))


def _chemin(points: Sequence[Point], *, ferme: bool = False) -> str:
    if not points:
        return ""
    return f"M{' L'.join(map(str, points))}{' Z' if ferme else ''}"


def _graduation(valeur: int) -> Texte:
    """Beside the first axis, at its ring."""
    point = _point(0, valeur, 1)
    return Texte(f"{valeur}{ESPACE_INSECABLE}%", f"{point.x + 8:.1f}", f"{point.y - 3:.1f}")


def _numero(rang: int, combien: int) -> Texte:
    point = _point(rang, 100, combien, MARGE)
    return Texte(str(rang + 1), f"{point.x:.1f}", f"{point.y:.1f}")


def _serie(rang: int, libelle: str, valeurs: Sequence[Decimal | None]) -> Serie:
    points = [
        None if valeur is None else _point(numero, valeur, len(valeurs))
        for numero, valeur in enumerate(valeurs)
    ]
    forme = FORMES[rang % len(FORMES)]
    return Serie(
        libelle=libelle,
        rang=rang + 1,
        tirets=TRAITS[rang % len(TRAITS)],
        trace=_trace(points),
        marques=" ".join(forme(point) for point in points if point is not None),
        echantillon=forme(Point(16, 8)),
    )


def _trace(points: Sequence[Point | None]) -> str:
    """The outline, closed when every rubric has a point, otherwise what joins neighbours."""
    connus = [point for point in points if point is not None]
    if len(connus) == len(points):
        return _chemin(connus, ferme=True)
    tour = [*points, points[0]]
    return " ".join(_chemin([a, b]) for a, b in pairwise(tour) if a is not None and b is not None)


def _disque(centre: Point) -> str:
    r = MARQUE
    return f"M{Point(centre.x - r, centre.y)} a{r} {r} 0 1 0 {2 * r} 0 a{r} {r} 0 1 0 {-2 * r} 0 Z"


def _carre(centre: Point) -> str:
    r = MARQUE
    return f"M{Point(centre.x - r, centre.y - r)} h{2 * r} v{2 * r} h{-2 * r} Z"


def _losange(centre: Point) -> str:
    r = MARQUE + 1
    return f"M{Point(centre.x, centre.y - r)} l{r} {r} l{-r} {r} l{-r} {-r} Z"


FORMES: Sequence[Callable[[Point], str]] = (_disque, _carre, _losange)


def _rangees(notation: Notation, avant: Notation | None) -> Sequence[Rangee]:
    passees = {rubrique.code: rubrique.notes for rubrique in avant.rubriques} if avant else {}
    rangees = []
    for numero, rubrique in enumerate(notation.rubriques, start=1):
        passee = passees.get(rubrique.code, {})
        cellules = tuple(
            Cellule(
                libelle,
                note_ecrite(rubrique.notes[code]) if code in rubrique.notes else "–",
                note_ecrite(passee[code]) if code in passee else "",
            )
            for code, libelle in notation.politiques
        )
        rangees.append(Rangee(numero, rubrique.titre, cellules))
    return rangees
