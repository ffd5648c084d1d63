"""Excel and Word: what calls a program from within a part, whatever its name and its type.

The root of a part says what it is. Sheets, the longest parts, are read through only when they hold
a sign that such a call needs.
"""

import re

from . import archives
from .archives import Archive, FluxCompte
from .refus import CONNEXION, DDE, DEMESURE, OBJET, FichierRefuse
from .xml import MORCEAU, Arret, Attributs, Suite, attribut, parcourir

# Roots of parts that may call: links, the workbook’s own names, the texts of Word.
_RACINES = {
    "externalLink",
    "workbook",
    "document",
    "hdr",
    "ftr",
    "footnotes",
    "endnotes",
    "comments",
    "glossaryDocument",
    "connections",
}
_FEUILLES = {"worksheet", "dialogsheet", "chartsheet"}
_FORMULES = {"f", "formula", "formula1", "formula2", "definedName"}
_FORMULE_DDE = re.compile(r"[\w.]\s*\|\s*['\w]")
_ENTRE_GUILLEMETS = re.compile(r'"[^"]*"')
_CHAMP_DDE = re.compile(r"^\s*DDE(AUTO)?\b", re.IGNORECASE)
CHAMP_MAX = 2000


def refuser_appels(archive: Archive, nom: str, debut: bytes) -> None:
    """Refuse a part of XML, which begins like this, when it calls a program.

    Raises FichierRefuse, for a DOCTYPE too: these documents have none, and one may expand without
    end, or fetch what is elsewhere.
    """
    with archive.ouvrir(nom) as flux:
        racine = _racine(flux)
    if racine in _FEUILLES and not _suspecte(archive, nom, debut):
        return
    if racine in _FEUILLES | _RACINES:
        with archive.ouvrir(nom) as flux:
            _Liens().lire(flux)


def _racine(flux: FluxCompte) -> str:
    trouvee = ""

    def debut(nom: str, attributs: Attributs) -> None:
        nonlocal trouvee
        trouvee = nom
        raise Arret

    parcourir(flux, debut, sans_doctype=True)
    return trouvee


def _suspecte(archive: Archive, nom: str, debut: bytes) -> bool:
    """A formula that calls a program holds « | »: sheets without it, nearly all, are not parsed."""
    if b"\0" in debut or not debut.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return True  # letters of another size: signs are not looked for byte by byte
    with archive.ouvrir(nom) as flux:
        while morceau := flux.read(MORCEAU):
            if b"|" in morceau or b"&#" in morceau:
                return True
    return False


class _Liens:
    """Looks for what calls a program in a part: DDE fields, links and formulas, OLE links."""

    def __init__(self) -> None:
        self._champs: list[str] = []
        self._dans = ""

    def lire(self, flux: "archives.FluxCompte | Suite") -> None:
        parcourir(flux, self._debut, self._fin, self._texte)

    def _debut(self, nom: str, attributs: Attributs) -> None:
        if nom == "ddeLink":
            raise FichierRefuse(DDE)
        if nom == "oleLink":
            raise FichierRefuse(OBJET)
        if nom == "connection" and attribut(attributs, "refreshOnLoad") in ("1", "true", "on"):
            raise FichierRefuse(CONNEXION)
        if nom == "fldSimple" and _CHAMP_DDE.match(attribut(attributs, "instr")):
            raise FichierRefuse(DDE)
        if nom == "fldChar":
            self._bord(attribut(attributs, "fldCharType"))
        elif nom in _FORMULES or nom == "instrText":
            self._dans = nom
            if nom != "instrText" or not self._champs:
                self._champs.append("")

    def _bord(self, genre: str) -> None:
        """Fields may hold others; their text is written in pieces."""
        if genre == "begin":
            if len(self._champs) >= CHAMP_MAX:
                raise FichierRefuse(DEMESURE)
            self._champs.append("")
        elif self._champs:
            champ = self._champs.pop()
            if _CHAMP_DDE.match(champ):
                raise FichierRefuse(DDE)

    def _texte(self, texte: str) -> None:
        if self._dans and self._champs and len(self._champs[-1]) < CHAMP_MAX:
            self._champs[-1] += texte

    def _fin(self, nom: str) -> None:
        if nom == self._dans:
            self._dans = ""
        if nom in _FORMULES and self._champs:
            if _FORMULE_DDE.search(_ENTRE_GUILLEMETS.sub("", self._champs.pop())):
                raise FichierRefuse(DDE)
        elif nom == "instrText" and self._champs and _CHAMP_DDE.match(self._champs[-1]):
            raise FichierRefuse(DDE)
