"""What the bench found: a list of measures, as JSON and as a table to read."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Mesure:
    """One page, act or task. Times in milliseconds; None: not measured, or without meaning.

    ``rapport``: the median over that of the floor, in the same run. ``croissance``: the median over
    the one at 1 %, for the same scope.
    """

    nom: str
    requetes: int | None
    octets: int | None
    p50_ms: float | None
    p95_ms: float | None
    plancher_ms: float | None = None
    rapport: float | None = None
    croissance: float | None = None
    note: str = ""


def centile(durees: Sequence[float], rang: float) -> float:
    """The value under which this part of the durations lies, from 0 to 1; seconds to ms."""
    tries = sorted(durees)
    place = min(int(rang * len(tries)), len(tries) - 1)
    return round(tries[place] * 1000, 1)


def composer(
    nom: str,
    durees: Sequence[float],
    planchers: Sequence[float] = (),
    *,
    requetes: int | None = None,
    octets: int | None = None,
    note: str = "",
) -> Mesure:
    """A measure from its durations, in seconds."""
    p50 = centile(durees, 0.5)
    plancher = centile(planchers, 0.5) if planchers else None
    return Mesure(
        nom=nom,
        requetes=requetes,
        octets=octets,
        p50_ms=p50,
        p95_ms=centile(durees, 0.95),
        plancher_ms=plancher,
        rapport=round(p50 / plancher, 1) if plancher else None,
        note=note,
    )


def avec_croissance(mesures: Sequence[Mesure], a_un: Mapping[str, float]) -> list[Mesure]:
    """The same, each beside its median at 1 % when it is known."""
    rendues = []
    for mesure in mesures:
        base = a_un.get(mesure.nom)
        croissance = round(mesure.p50_ms / base, 2) if base and mesure.p50_ms else None
        rendues.append(Mesure(**{**asdict(mesure), "croissance": croissance}))
    return rendues


def lire_medianes(fichier: Path) -> dict[str, float]:
    """The medians of a former run, by name; nothing without it."""
    if not fichier.exists():
        return {}
    return {m["nom"]: m["p50_ms"] for m in json.loads(fichier.read_text()) if m["p50_ms"]}


def ecrire(mesures: Sequence[Mesure], fichiers: Sequence[Path]) -> None:
    texte = json.dumps([asdict(m) for m in mesures], ensure_ascii=False, indent=1)
    for fichier in fichiers:
        fichier.parent.mkdir(parents=True, exist_ok=True)
        fichier.write_text(texte + "\n", encoding="utf-8")


COLONNES: tuple[tuple[str, str], ...] = (
    ("requetes", "req."),
    ("octets", "octets"),
    ("p50_ms", "p50 ms"),
    ("p95_ms", "p95 ms"),
    ("plancher_ms", "plancher"),
    ("rapport", "rapport"),
    ("croissance", "croiss."),
)


def tableau(mesures: Sequence[Mesure]) -> str:
    """One line per measure, aligned."""
    largeur = max((len(m.nom) for m in mesures), default=0)
    lignes = [" " * largeur + "".join(f"{titre:>10}" for _, titre in COLONNES)]
    for mesure in mesures:
        brut: dict[str, Any] = asdict(mesure)
        cases = "".join(f"{_case(brut[cle]):>10}" for cle, _ in COLONNES)
        note = f"  {mesure.note}" if mesure.note else ""
        lignes.append(f"{mesure.nom:<{largeur}}{cases}{note}")
    return "\n".join(lignes)


def _case(valeur: float | None) -> str:
    return "–" if valeur is None else f"{valeur:g}"
