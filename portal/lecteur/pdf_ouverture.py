"""What a PDF does by itself once it is opened, or a page of it turned: a site, a file of another
machine, data sent.

A link or a button waits for somebody's click: it is accepted (docs/decisions/0074).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .pdf_objets import Dictionnaire, Renvoi, dictionnaires

# Actions that leave the file; those that are refused wherever they stand are not told again here.
DEHORS = frozenset({"URI", "SubmitForm", "GoToR"})
# What starts an action when nobody clicks: opening, turning a page, pointing, closing.
_SANS_CLIC = frozenset(
    {"O", "C", "E", "X", "Fo", "Bl", "PO", "PC", "PV", "PI", "WC", "WS", "DS", "WP", "DP"}
)
_DECLENCHEURS = ("OpenAction", "AA")
A_NUMEROTER = re.compile(rb"/(?:OpenAction|AA)\b|/[^\0\t\n\f\r ()<>\[\]{}/%]*#")


@dataclass
class Ouvertures:
    """What starts an action, and the objects that may be one, by number."""

    _partent: list[object] = field(default_factory=list)
    _objets: dict[int, Dictionnaire] = field(default_factory=dict)

    def voir(self, lu: Dictionnaire, numero: int) -> None:
        """Look at a dictionary of an object, 0 when which one it is of is not known."""
        # A list is a place in the file, where it opens.
        partent = [lu[cle] for cle in _DECLENCHEURS if cle in lu]
        self._partent.extend(v for v in partent if isinstance(v, dict | Renvoi))
        if numero and (lu.get("S") in DEHORS or ("S" in lu and "Next" in lu) or _evenements(lu)):
            self._objets[numero] = lu

    @property
    def renvoient(self) -> bool:
        """True when something starts in another object: those that are packed are to be read."""
        return any(isinstance(suite, Renvoi) for suite in self._suivre())

    @property
    def sortent(self) -> bool:
        """Tell whether one of them leaves the file."""
        return any(isinstance(v, dict) and v.get("S") in DEHORS for v in self._suivre())

    def _suivre(self) -> Iterator[object]:
        """Everything that starts by itself, and what follows it."""
        a_voir = list(self._partent)
        vus: set[int] = set()
        while a_voir:
            valeur = a_voir.pop()
            yield valeur
            if isinstance(valeur, Renvoi):
                if valeur.numero not in vus:
                    vus.add(valeur.numero)
                    a_voir.append(self._objets.get(valeur.numero))
            elif isinstance(valeur, list):
                a_voir.extend(valeur)
            elif isinstance(valeur, dict):
                a_voir.extend([valeur.get("Next")] if "S" in valeur else _evenements(valeur))


def numeroter(lu: Dictionnaire, deplie: bytes) -> bytes:
    """Packed objects written as if they were not, each under its number: what readers make of them.

    Nothing is written of a list of numbers that is not one.
    """
    premier = lu.get("First")
    if not isinstance(premier, int) or not 0 < premier <= len(deplie):
        return b""
    mots = deplie[:premier].split()
    if len(mots) % 2 or not all(mot.isdigit() and len(mot) < 12 for mot in mots):
        return b""
    places = sorted(zip([int(p) for p in mots[1::2]], mots[::2], strict=True))
    fins = [*(debut for debut, _ in places[1:]), len(deplie)]
    return b"".join(
        b"\n%s 0 obj " % numero + deplie[premier + debut : premier + fin]
        for (debut, numero), fin in zip(places, fins, strict=True)
    )


def voir_les_comprimes(ouvertures: Ouvertures, lu: Dictionnaire, deplie: bytes) -> None:
    """Look at the objects packed in a stream, each under its number."""
    for interne, objet, _ in dictionnaires(numeroter(lu, deplie)):
        ouvertures.voir(interne, objet[0])


def _evenements(lu: Dictionnaire) -> list[object]:
    """What a dictionary starts at an event that is no click."""
    if _SANS_CLIC.isdisjoint(lu):
        return []
    return [v for cle, v in lu.items() if cle in _SANS_CLIC and isinstance(v, dict | Renvoi)]
