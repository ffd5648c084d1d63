"""The requests of a JSON file read one at a time: the memory of one of them, whatever the file.

The file is an object, or a list of them. Nothing is kept of what was read but where one stands,
so that a fault is told by its line and column in the whole file.
"""

import codecs
import json
import re
from collections.abc import Iterator
from typing import IO, Any

from subventions.imports import DECODEUR, PROFONDEUR_MAX, DemandeIllisible, est_trop_profond

# Characters read at once.
MORCEAU = 65_536
# A word, an escape or a number cut by the end of a piece may be misread this far before that end:
# « -Infinit », « \u00e », « 12e+ ».
COUPURE = len("-Infinity")

_ESPACES = re.compile(r"[ \t\n\r]*")


class Demandes:
    """The requests of a file, in its order; DemandeIllisible where it is no JSON.

    ``est_liste``: the file is a list, of which one request after the other is read; otherwise it
    is one object. A list is read once: to read the file again, begin another ``Demandes``.
    """

    def __init__(self, flux: IO[bytes]) -> None:
        self._fenetre = _Fenetre(flux)
        self.est_liste = self._fenetre.suivant() == "["

    def __iter__(self) -> Iterator[Any]:
        fenetre = self._fenetre
        if self.est_liste:
            yield from self._elements()
            if fenetre.suivant():
                raise fenetre.refus(fenetre.rang)
            return
        demande = fenetre.valeur(PROFONDEUR_MAX)
        if fenetre.suivant():
            raise fenetre.refus(fenetre.rang)
        if not isinstance(demande, dict):
            raise DemandeIllisible("Le fichier doit contenir un objet JSON, ou une liste d’objets.")
        yield demande

    def _elements(self) -> Iterator[Any]:
        """What stands between the brackets; one level is spent on the list itself."""
        fenetre = self._fenetre
        fenetre.rang += 1
        if fenetre.suivant() != "]":
            yield fenetre.valeur(PROFONDEUR_MAX - 1)
            while fenetre.suivant() == ",":
                fenetre.rang += 1
                fenetre.suivant()
                yield fenetre.valeur(PROFONDEUR_MAX - 1)
        if fenetre.suivant() != "]":
            raise fenetre.refus(fenetre.rang)
        fenetre.rang += 1


class _Fenetre:
    """The part of a text that is being read: ``rang`` is the next character of it."""

    def __init__(self, flux: IO[bytes]) -> None:
        self._flux = flux
        self._decodeur = codecs.getincrementaldecoder("utf-8-sig")()
        self._texte = ""
        self._fini = False
        # What was dropped before: lines ended, then characters on the line begun.
        self._lignes = self._colonnes = 0
        self.rang = 0

    def suivant(self) -> str:
        """Pass the spaces and show the next character; empty at the end."""
        while True:
            passes = _ESPACES.match(self._texte, self.rang)
            self.rang = passes.end() if passes else self.rang
            if self.rang < len(self._texte):
                return self._texte[self.rang]
            if self._fini:
                return ""
            self._avancer()

    def valeur(self, profondeur: int) -> Any:
        """Read the value that begins here, whatever its length."""
        while True:
            try:
                lue, fin = DECODEUR.raw_decode(self._texte, self.rang)
            except json.JSONDecodeError as erreur:
                if self._fini or not self._est_coupee(erreur):
                    raise self.refus(erreur.pos) from None
            except RecursionError:
                raise _trop_profond() from None
            else:
                # Near the end, « 12 » may begin « 123 » or, before « e+ », « 12e+3 ».
                if fin < len(self._texte) - COUPURE or self._fini:
                    break
            self._avancer()
        if est_trop_profond(lue, profondeur):
            raise _trop_profond()
        self.rang = fin
        return lue

    def refus(self, rang: int) -> DemandeIllisible:
        """The fault found at this character of the part held, told where it is in the file."""
        avant = self._texte[:rang]
        lignes = avant.count("\n")
        colonne = rang - avant.rfind("\n") if lignes else self._colonnes + rang + 1
        return DemandeIllisible(
            "Le fichier n’est pas du JSON valide : "
            f"ligne {self._lignes + lignes + 1}, colonne {colonne}."
        )

    def _est_coupee(self, erreur: json.JSONDecodeError) -> bool:
        """Tell whether a refusal may come from the end of the part held, not from the text."""
        est_texte_ouvert = erreur.msg.startswith("Unterminated string")
        return est_texte_ouvert or erreur.pos >= len(self._texte) - COUPURE

    def _avancer(self) -> None:
        """Drop what was read, then read as much as is held, a piece at least.

        So a long value costs its length, not the square of it.
        """
        lu = self._texte[: self.rang]
        if lignes := lu.count("\n"):
            self._lignes += lignes
            self._colonnes = len(lu) - lu.rfind("\n") - 1
        else:
            self._colonnes += len(lu)
        octets = self._flux.read(max(MORCEAU, len(self._texte) - self.rang))
        try:
            suite = self._decodeur.decode(octets, final=not octets)
        except UnicodeDecodeError:
            raise DemandeIllisible("Le fichier n’est pas un texte en UTF-8.") from None
        self._texte = self._texte[self.rang :] + suite
        self._fini = not octets
        self.rang = 0


def _trop_profond() -> DemandeIllisible:
    return DemandeIllisible("Le fichier JSON est trop profondément imbriqué.")
