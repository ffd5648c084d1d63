"""JSON read without losing anything: the digits as they were typed, the keys written twice.

``json`` alone would turn 1e3 into 1000.0, round long decimals, accept NaN and keep the last of
two equal keys: a computation that others check by hand cannot start from that.
"""

import json
import math
from collections.abc import Iterator
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


def lire_json(octets: bytes) -> Any:
    """Read a JSON object or list; NaN and infinities are kept as words, never as numbers."""
    try:
        lu = json.loads(
            octets.decode("utf-8-sig"),
            parse_float=_lire_flottant,
            parse_int=_lire_entier,
            parse_constant=str,
            object_pairs_hook=_lire_objet,
        )
    except UnicodeDecodeError:
        raise DemandeIllisible("Le fichier n’est pas un texte en UTF-8.") from None
    except json.JSONDecodeError as erreur:
        raise DemandeIllisible(
            f"Le fichier n’est pas du JSON valide : ligne {erreur.lineno}, colonne {erreur.colno}."
        ) from None
    except RecursionError:
        raise DemandeIllisible("Le fichier JSON est trop profondément imbriqué.") from None
    if _est_trop_profond(lu):
        raise DemandeIllisible("Le fichier JSON est trop profondément imbriqué.")
    if not isinstance(lu, dict | list):
        raise DemandeIllisible("Le fichier doit contenir un objet JSON, ou une liste d’objets.")
    return lu


def _est_trop_profond(lu: Any) -> bool:
    """Tell whether lists and objects are nested beyond what any request needs."""
    niveau = [lu]
    for _ in range(PROFONDEUR_MAX):
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


def ecrire_json(valeur: Any) -> str:
    """JSON for people: indented, accents as they are unless a character cannot be written."""
    texte = json.dumps(valeur, ensure_ascii=False, indent=2)
    try:
        texte.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(valeur, indent=2)
    return texte
