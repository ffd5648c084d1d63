"""The objects of a PDF, without its table of places: it may lie, and readers do without it.

The file is cut into words from its beginning; streams are skipped, but for those that hold other
objects. Only dictionaries are kept, the time to look at them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .refus import DEMESURE, FichierRefuse

PROFONDEUR_MAX = 100
# The names that anybody here looks for. An object without any of them, nor a letter escaped, a
# stream, a remark or what may be another object, is passed over: nearly all of a long report are.
REGARDES = (
    *("JS", "JavaScript", "Launch", "ImportData", "GoToE", "GoToR", "URI", "SubmitForm", "EF"),
    *("XFA", "Root", "Catalog", "Encrypt", "V", "Filter", "ObjStm", "OpenAction", "AA", "Next"),
    *("O", "C", "E", "X", "Fo", "Bl", "PO", "PC", "PV", "PI", "WC", "WS", "DS", "WP", "DP"),
)
SAUT_MAX = 4000

_MOT = re.compile(
    rb"[\0\t\n\f\r ]+|(?P<remarque>%[^\r\n]*)"
    rb"|(?P<ouvre><<)|(?P<ferme>>>)|(?P<tableau>\[)|(?P<fin_tableau>\])"
    rb"|/(?P<nom>[^\0\t\n\f\r ()<>\[\]{}/%]*)"
    rb"|(?P<texte>\()|<(?P<hexa>[0-9A-Fa-f\0\t\n\f\r ]*)>"
    rb"|(?P<mot>[^\0\t\n\f\r ()<>\[\]{}/%]+)|(?P<autre>.)",
    re.DOTALL,
)
_DEBUT = re.compile(rb"[\0\t\n\f\r ]*([0-9]{1,10})[\0\t\n\f\r ]+([0-9]{1,10})[\0\t\n\f\r ]+obj\b")
_A_LIRE = re.compile(
    rb"[%%#\\]|stream|obj|/(?:%s)(?![^\0\t\n\f\r ()<>\[\]{}/%%])" % "|".join(REGARDES).encode()
)
_OBJET = re.compile(rb"[0-9][\0\t\n\f\r ]+[0-9]+[\0\t\n\f\r ]+obj\b")
_PARENTHESE = re.compile(rb"[()]|\\.", re.DOTALL)
_ECHAPPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_ECHAPPEMENTS = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_LETTRES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


class Nom(str):
    """A name, as « /JavaScript »: its letters, escapes undone."""


@dataclass(frozen=True)
class Renvoi:
    """A reference to another object, by its number."""

    numero: int


Dictionnaire = dict[str, object]


@dataclass
class _Lecture:
    """Where one is: values read since the object began, dictionaries open."""

    pile: list[list[object]] = field(default_factory=lambda: [[]])
    objet: tuple[int, int] = (0, 0)


def dictionnaires(contenu: bytes) -> Iterator[tuple[Dictionnaire, tuple[int, int], bytes | None]]:
    """Each dictionary, the object it belongs to, and the stream after it when there is one.

    Inner dictionaries come before those that hold them. A stream is given as it is written. The
    table of places may lead a reader into a remark, a text or a stream: those are read too.
    """
    a_lire = [contenu]
    while a_lire:
        yield from _lire(a_lire.pop(), a_lire)


def _lire(
    contenu: bytes, caches: list[bytes]
) -> Iterator[tuple[Dictionnaire, tuple[int, int], bytes | None]]:
    """Read words from first to last; ``caches`` receives what is passed over and holds objects."""
    lecture, place = _Lecture(), 0
    attente: Dictionnaire | None = None
    while True:
        if attente is None and len(lecture.pile) == 1:
            place = _passer(contenu, place, lecture)
        mot = _MOT.match(contenu, place)
        if mot is None:
            break
        place, genre = mot.end(), mot.lastgroup
        if genre is None:
            continue
        if attente is not None:
            flux = None
            if mot["mot"] == b"stream":
                flux, place = _flux(contenu, place)
                _garder_si_objets(flux, caches)
            yield attente, lecture.objet, flux
            attente = None
            if flux is not None:
                continue
        if genre == "remarque":
            _garder_si_objets(mot["remarque"][1:], caches)
        elif genre == "texte":
            debut = place
            valeur, place = _texte(contenu, debut)
            _garder_si_objets(contenu[debut : place - 1], caches)
            lecture.pile[-1].append(valeur)
        else:
            attente = _avancer(lecture, genre, mot)
    if attente is not None:
        yield attente, lecture.objet, None


def _passer(contenu: bytes, place: int, lecture: _Lecture) -> int:
    """Where to read from: beyond the objects that begin here and hold nothing to look at."""
    while objet := _DEBUT.match(contenu, place):
        debut = objet.end()
        fin = contenu.find(b"endobj", debut, debut + SAUT_MAX)
        if fin < 0 or _A_LIRE.search(contenu, debut, fin):
            break
        if contenu.count(b"(", debut, fin) != contenu.count(b")", debut, fin):
            break
        lecture.objet, lecture.pile = (int(objet[1]), int(objet[2])), [[]]
        place = fin + len(b"endobj")
    return place


def _garder_si_objets(passe: bytes, caches: list[bytes]) -> None:
    objet = _OBJET.search(passe)
    if objet:
        caches.append(passe[objet.start() :])


def _flux(contenu: bytes, place: int) -> tuple[bytes, int]:
    """A stream, which begins after one line end; and where it ends."""
    if contenu.startswith(b"\r\n", place):
        place += 2
    elif contenu[place : place + 1] in (b"\n", b"\r"):
        place += 1
    fin = contenu.find(b"endstream", place)
    fin = len(contenu) if fin < 0 else fin
    return contenu[place:fin], fin + len(b"endstream")


def _avancer(lecture: _Lecture, genre: str, mot: re.Match[bytes]) -> Dictionnaire | None:
    """Take one word in; return the dictionary that it closes."""
    pile = lecture.pile
    if len(pile) == 1:
        del pile[0][:-2]  # outside dictionaries, two numbers before « obj » are all that counts
    if genre in ("ouvre", "tableau"):
        if len(pile) > PROFONDEUR_MAX:
            raise FichierRefuse(DEMESURE)
        pile.append([])
    elif genre in ("ferme", "fin_tableau"):
        valeurs = pile.pop() if len(pile) > 1 else pile[0]
        ferme = _en_dictionnaire(valeurs) if genre == "ferme" else valeurs
        if pile[-1] is not valeurs:
            pile[-1].append(ferme)
        return ferme if isinstance(ferme, dict) else None
    elif genre == "nom":
        nom = Nom(_ECHAPPE.sub(_octet, mot["nom"]).decode("latin-1"))
        pile[-1].append(nom)
        # A name that is an object by itself is the value of a key elsewhere.
        return {"S": nom} if len(pile) == 1 else None
    elif genre == "hexa":
        pile[-1].append(en_octets(mot["hexa"]))
    elif genre == "mot":
        _prendre(lecture, mot["mot"])
    return None


def _prendre(lecture: _Lecture, mot: bytes) -> None:
    """A number, a keyword, the « R » of a reference or the « obj » of an object."""
    derniers = lecture.pile[-1]
    if mot == b"R" and len(derniers) > 1 and isinstance(derniers[-2], int):
        derniers[-2:] = [Renvoi(derniers[-2])]
    elif mot == b"obj" and len(derniers) > 1:
        numero, generation = derniers[-2:]
        entiers = isinstance(numero, int) and isinstance(generation, int)
        lecture.objet = (numero, generation) if entiers else (0, 0)  # type: ignore[assignment]
        lecture.pile = [[]]
    elif mot in (b"endobj", b"trailer", b"xref", b"startxref"):
        lecture.pile = [[]]
    else:
        derniers.append(int(mot) if len(mot) < 12 and mot.lstrip(b"+-").isdigit() else mot)


def _octet(echappe: re.Match[bytes]) -> bytes:
    return bytes([int(echappe[1], 16)])


def _en_dictionnaire(valeurs: list[object]) -> Dictionnaire:
    """Names and values by pairs; what stands where a name should is dropped."""
    lu: Dictionnaire = {}
    rang = 0
    while rang < len(valeurs):
        cle = valeurs[rang]
        if isinstance(cle, Nom):
            lu[str(cle)] = valeurs[rang + 1] if rang + 1 < len(valeurs) else None
            rang += 1
        rang += 1
    return lu


def _texte(contenu: bytes, place: int) -> tuple[bytes, int]:
    """A text between parentheses, which may hold others; and where it ends."""
    ouvertes, debut = 1, place
    for signe in _PARENTHESE.finditer(contenu, place):
        ouvertes += {b"(": 1, b")": -1}.get(signe[0], 0)
        if ouvertes == 0:
            brut = contenu[debut : signe.start()]
            return _ECHAPPEMENTS.sub(_lettre, brut), signe.end()
    return b"", len(contenu)


def _lettre(echappe: re.Match[bytes]) -> bytes:
    signe = echappe[1]
    if signe[:1].isdigit():
        return bytes([int(signe, 8) & 0xFF])
    return b"" if signe in (b"\r\n", b"\r", b"\n") else _LETTRES.get(signe, signe)


def en_octets(brut: bytes) -> bytes:
    chiffres = brut.translate(None, b"\0\t\n\f\r ")
    return bytes.fromhex((chiffres + b"0" * (len(chiffres) % 2)).decode("ascii"))
