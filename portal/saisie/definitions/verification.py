"""A decoded file against its schema: every mistake, where msgspec stops at the first.

Tables are walked key by key and lists item by item; msgspec says whether a value fits its type.
What is wrong is told, then left out, so that the rest can still be checked as a whole.
"""

import re
from collections.abc import Iterator, Sequence
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

import msgspec
from msgspec import UNSET, Meta, Struct, structs

from portal.saisie.definitions.fautes import Releve
from portal.saisie.definitions.schema import Table

AUTRE_TYPE = "valeur d’un autre type que celui attendu"
CLE_INCONNUE = "clé inconnue"
CLE_MANQUANTE = "clé manquante"

M = TypeVar("M", bound=Struct)

_AUTRE_TYPE = re.compile("Expected `[^`]+`, got `")


def verifier(brut: dict[str, Any], modele: type[M], releve: Releve) -> M:
    """Check a decoded file and build it; its mistakes go to ``releve``.

    What is wrong holds its default or, where the key is required, ``UNSET`` – nothing for a list.
    """
    lue = _table(brut, modele, "", releve)
    releve.clore_les_formes()
    return lue


def chemins_de(valeurs: Sequence[Any], chemin: str) -> Iterator[str]:
    """Path of each item of a list: by code where it has one of its own, else by rank from 1."""
    vus: set[str] = set()
    for rang, valeur in enumerate(valeurs, start=1):
        code = valeur.get("code") if isinstance(valeur, dict) else getattr(valeur, "code", None)
        if isinstance(code, str) and code.isidentifier() and code not in vus:
            vus.add(code)
            yield f"{chemin}.{code}"
        else:
            yield f"{chemin}[{rang}]"


def _table(table: dict[str, Any], modele: type[M], chemin: str, releve: Releve) -> M:
    """Keys that are not known, keys that miss, and the value of each of the others."""
    prefixe = f"{chemin}." if chemin else ""
    cles = {champ.encode_name: champ for champ in structs.fields(modele)}
    valeurs: dict[str, Any] = {
        nom: () if _est_une_liste(_denuder(champ.type)[0]) else UNSET
        for nom, champ in cles.items()
        if champ.required
    }
    for nom, brute in table.items():
        if nom not in cles:
            releve.signaler(f"{prefixe}{nom}", CLE_INCONNUE)
        elif (lue := _valeur(brute, cles[nom].type, f"{prefixe}{nom}", releve)) is not UNSET:
            valeurs[nom] = lue
    for nom, champ in cles.items():
        if champ.required and nom not in table:
            releve.signaler(f"{prefixe}{nom}", CLE_MANQUANTE)
    return modele(**valeurs)


def _valeur(brute: object, attendu: Any, chemin: str, releve: Releve) -> Any:
    """A value read, all that it holds included; UNSET when it is wrong."""
    nu, meta = _denuder(attendu)
    if isinstance(nu, type) and issubclass(nu, Table) and isinstance(brute, dict):
        return _table(brute, nu.modele_de(brute), chemin, releve)
    if _est_une_liste(nu) and isinstance(brute, list) and brute:
        cles = zip(chemins_de(brute, chemin), brute, strict=True)
        lues = [_valeur(element, get_args(nu)[0], cle, releve) for cle, element in cles]
        return tuple(lue for lue in lues if lue is not UNSET)
    try:
        return msgspec.convert(brute, attendu)
    except msgspec.ValidationError as erreur:
        releve.signaler(chemin, _en_francais(str(erreur), brute, meta))
        return UNSET


def _denuder(attendu: Any) -> tuple[Any, Meta | None]:
    """A type without its annotations nor its « or nothing », and what is said of it."""
    if get_origin(attendu) in (Union, UnionType) and NoneType in get_args(attendu):
        seuls = [membre for membre in get_args(attendu) if membre is not NoneType]
        return _denuder(seuls[0]) if len(seuls) == 1 else (attendu, None)
    if get_origin(attendu) is not Annotated:
        return attendu, None
    nu, *annotations = get_args(attendu)
    return nu, next((a for a in annotations if isinstance(a, Meta)), None)


def _est_une_liste(nu: Any) -> bool:
    """Tell a list of anything (``tuple[X, ...]``) from a pair."""
    return get_origin(nu) is tuple and get_args(nu)[-1] is Ellipsis


def _en_francais(erreur: str, brute: object, meta: Meta | None) -> str:
    """What msgspec says of a value, in French."""
    faute = (meta.extra or {}).get("faute") if meta else None
    if erreur.startswith("Invalid enum value"):
        return f"valeur inconnue « {brute} »"
    if faute is None or _AUTRE_TYPE.match(erreur):
        return AUTRE_TYPE
    return f"{faute} « {brute} »" if isinstance(brute, str) and brute.strip() else str(faute)
