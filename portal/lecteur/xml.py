"""XML that strangers wrote: read as it comes, without a tree, without entities, within bounds."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Protocol
from xml.parsers import expat

from .refus import ABIME, DEMESURE, FichierRefuse

MORCEAU = 256 * 1024
PROFONDEUR_MAX = 200
Attributs = Mapping[str, str]


class Flux(Protocol):
    """What can be read piece by piece."""

    def read(self, taille: int, /) -> bytes: ...


class Arret(Exception):
    """Raised by a handler that has read all it wanted."""


def parcourir(
    flux: Flux,
    debut: Callable[[str, Attributs], None],
    fin: Callable[[str], None] | None = None,
    texte: Callable[[str], None] | None = None,
    *,
    sans_doctype: bool = False,
) -> None:
    """Read a part, calling for each tag its name without prefix, and its attributes likewise.

    Raises FichierRefuse: not XML, entities declared, tags too deep; any DOCTYPE, which may name
    another file, where ``sans_doctype`` says that the format has none.
    """
    profondeur = 0

    def ouvrir(nom: str, attributs: dict[str, str]) -> None:
        nonlocal profondeur
        profondeur += 1
        if profondeur > PROFONDEUR_MAX:
            raise FichierRefuse(DEMESURE)
        debut(local(nom), attributs)

    def fermer(nom: str) -> None:
        nonlocal profondeur
        profondeur -= 1
        if fin:
            fin(local(nom))

    lecteur = expat.ParserCreate()
    lecteur.buffer_text = texte is not None
    lecteur.StartElementHandler = ouvrir
    lecteur.EndElementHandler = fermer
    lecteur.EntityDeclHandler = _refuser
    if sans_doctype:
        lecteur.StartDoctypeDeclHandler = _refuser
    if texte:
        lecteur.CharacterDataHandler = texte
    try:
        while morceau := flux.read(MORCEAU):
            lecteur.Parse(morceau, False)
        lecteur.Parse(b"", True)
    except Arret:
        return
    except (expat.ExpatError, ValueError, LookupError):
        raise FichierRefuse(ABIME) from None


def est_du_xml(debut: bytes) -> bool:
    """Tell whether a part may be XML, in whatever letters it is written."""
    return debut[:64].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


class Suite:
    """A part whose beginning was read already."""

    def __init__(self, debut: bytes, flux: Flux) -> None:
        self._debut, self._flux = BytesIO(debut), flux

    def read(self, taille: int, /) -> bytes:
        return self._debut.read(taille) or self._flux.read(taille)


def local(nom: str) -> str:
    """A name without the prefix of its namespace, which each file chooses."""
    return nom.rpartition(":")[2]


def attribut(attributs: Attributs, nom: str) -> str:
    """An attribute whatever its prefix; empty when it is absent."""
    return next((v for cle, v in attributs.items() if local(cle) == nom), "")


def _refuser(*declaration: object) -> None:
    """Entities expand without end; office documents declare none."""
    raise FichierRefuse(ABIME)
