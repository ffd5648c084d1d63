"""JSON read without losing anything: the digits as they were typed, the keys written twice.

``json`` alone would turn 1e3 into 1000.0, round long decimals, accept NaN and keep the last of
two equal keys: a computation that others check by hand cannot start from that.
"""

import json
import math
from collections.abc import Iterable, Iterator
from typing import Any

CHIFFRES_MAX = 100
PROFONDEUR_MAX = 50


class DemandeIllisible(ValueError):
    """The file is not JSON, or not an object or a list; the message is in French."""


class NombreEcrit(float):
    """A decimal number that remembers how it was written (``repr``)."""

    texte: str

    def __new__(cls, texte: str) -> "NombreEcrit":
        nombre = super().__new__(cls, texte)
        nombre.texte = texte
        return nombre

    def __repr__(self) -> str:
        return self.texte


class ObjetLu(dict[str, Any]):
    """A JSON object that remembers the keys it was given twice."""

    repetees: tuple[str, ...] = ()


def _lire_flottant(texte: str) -> float | str:
    """Keep the writing; a number that no float can hold stays a text, which is refused later."""
    nombre = NombreEcrit(texte)
    return nombre if math.isfinite(nombre) else texte


def _lire_entier(texte: str) -> int | str:
    return int(texte) if len(texte) <= CHIFFRES_MAX else texte


def _lire_objet(paires: list[tuple[str, Any]]) -> ObjetLu:
    objet = ObjetLu(paires)
    cles = [cle for cle, _ in paires]
    if len(cles) != len(objet):
        objet.repetees = tuple(sorted({cle for cle in cles if cles.count(cle) > 1}))
    return objet


# One for all: reading the elements of a list one by one is reading the list.
DECODEUR = json.JSONDecoder(
    parse_float=_lire_flottant,
    parse_int=_lire_entier,
    parse_constant=str,  # NaN and the infinities are words, never numbers.
    object_pairs_hook=_lire_objet,
)


def est_trop_profond(lu: Any, permis: int = PROFONDEUR_MAX) -> bool:
    """Tell whether lists and objects are nested beyond what any request needs."""
    niveau = [lu]
    for _ in range(permis):
        conteneurs = [v for v in niveau if isinstance(v, dict | list)]
        niveau = [e for c in conteneurs for e in (c.values() if isinstance(c, dict) else c)]
        if not niveau:
            return False
    return True


def cles_repetees(lu: Any, chemin: str = "") -> Iterator[str]:
    """Paths of the keys written twice, at any depth."""
    if isinstance(lu, list):
        enfants: Iterator[tuple[str, Any]] = ((str(rang), v) for rang, v in enumerate(lu))
    elif isinstance(lu, dict):
        enfants = iter(lu.items())
    else:
        return
    prefixe = f"{chemin}." if chemin else ""
    for cle in getattr(lu, "repetees", ()):
        yield f"{prefixe}{cle}"
    for cle, valeur in enfants:
        yield from cles_repetees(valeur, f"{prefixe}{cle}")


def ecrire_json(valeur: Any, marge: str = "\n") -> str:
    """JSON for people: indented, accents as they are unless a character cannot be written.

    ``marge`` begins each line but the first. The layout is that of ``json.dumps(indent=2)``, which
    takes twice as long: the standard library lays out in Python, one generator per level.
    """
    texte = _ecrire(valeur, marge, _TEL_QUEL)
    try:
        texte.encode("utf-8")
    except UnicodeEncodeError:
        return _ecrire(valeur, marge, _ECHAPPE)
    return texte


_TEL_QUEL, _ECHAPPE = json.JSONEncoder(ensure_ascii=False), json.JSONEncoder()


def _ecrire(valeur: Any, marge: str, encodeur: json.JSONEncoder) -> str:
    if isinstance(valeur, str):
        return encodeur.encode(valeur)
    dedans = f"{marge}  "
    if valeur and isinstance(valeur, dict):
        paires = [
            f"{encodeur.encode(cle)}: {_ecrire(contenu, dedans, encodeur)}"
            for cle, contenu in valeur.items()
        ]
        return f"{{{dedans}{f',{dedans}'.join(paires)}{marge}}}"
    if valeur and isinstance(valeur, list):
        elements = [_ecrire(element, dedans, encodeur) for element in valeur]
        return f"[{dedans}{f',{dedans}'.join(elements)}{marge}]"
    return encodeur.encode(valeur)


def ecrire_liste(valeurs: Iterable[Any]) -> Iterator[str]:
    """The pieces of a JSON list, one per element: joined, they are what ``ecrire_json`` writes."""
    avant = "["
    for valeur in valeurs:
        ecrite = ecrire_json(valeur, "\n  ")
        yield f"{avant}\n  {ecrite}"
        avant = ","
    yield "[]" if avant == "[" else "\n]"
