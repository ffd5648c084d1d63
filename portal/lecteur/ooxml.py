"""Excel and Word: what the archive says it is, and what would act when somebody opens it.

The list of content types and the relations between parts are parsed: names of parts are chosen by
whoever wrote the file, and letters may be escaped.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from . import archives
from .archives import Archive
from .ooxml_liens import refuser_appels
from .refus import DEMESURE, EN_PDF, MACROS, OBJET, FichierRefuse, citer
from .xml import Attributs, attribut, est_du_xml, parcourir

TYPES = "[content_types].xml"
OBJET_MAX = 20 * 1024 * 1024
IMBRICATION_MAX = 2
DEBUT_LU = 256
# A program wrapped as it is: Windows, Unix, scripts.
PROGRAMMES = (b"MZ", b"\x7fELF", b"#!")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_MACROS_TYPES = ("macroenabled", "vbaproject", "activex", "macrosheet")
_MACROS_RELATIONS = {"vbaproject", "wordvbadata", "control", "xlmacrosheet", "xlintlmacrosheet"}
_APPELS = {"attachedtemplate", "frame", "subdocument", "afchunk"}
_OBJETS = {"oleobject", "package"}
# Shown without being asked for; on another machine of a network, the password goes with the demand.
_MONTRES = {"image", "video", "audio", "media"}
# Drawings (SVG) and pages inserted have one of their own, and are read by nothing that calls.
_AVEC_DOCTYPE = ("image/", "text/html", "application/xhtml")
# A file of any kind wrapped in a document, as Windows does it.
_EMPAQUETE = "\x01Ole10Native".encode("utf-16-le")
_VBA = "_VBA_PROJECT".encode("utf-16-le")


def est_ooxml(fichier: BinaryIO, genre: str, *, imbrication: int = 0) -> bool:
    """Tell whether it is a .docx or .xlsx: ``genre`` is « spreadsheetml.sheet » for instance.

    Raises FichierRefuse: macros, password, links to programs or remote parts, size once unpacked.
    """
    if not archives.commence_comme_une_archive(fichier):
        return False
    with archives.ouvrir(fichier) as archive:
        if TYPES not in archive.parties:
            return False
        types = TypesDeContenu(archive)
        if types.portent(_MACROS_TYPES) or any(_est_macro(nom) for nom in archive.parties):
            raise FichierRefuse(MACROS)
        principal = f"application/vnd.openxmlformats-officedocument.{genre}.main+xml"
        if genre and principal not in types.tous:
            return False
        for nom in archive.parties:
            _examiner_partie(archive, nom, types.de(nom), imbrication)
    return True


def genre_ooxml(fichier: BinaryIO) -> str:
    """« classeur », « texte », or nothing: what the content types say, macros or not."""
    with archives.ouvrir(fichier) as archive:
        if TYPES not in archive.parties:
            return ""
        tous = " ".join(TypesDeContenu(archive).tous)
    if "spreadsheetml" in tous or "ms-excel" in tous:
        return "classeur"
    return "texte" if "wordprocessingml" in tous or "ms-word" in tous else ""


class TypesDeContenu:
    """The types that an archive gives to its parts, in small letters."""

    def __init__(self, archive: Archive) -> None:
        self._par_extension: dict[str, str] = {}
        self._par_nom: dict[str, str] = {}

        def debut(nom: str, attributs: Attributs) -> None:
            genre = attribut(attributs, "ContentType").strip().lower()
            if nom == "Default":
                self._par_extension[attribut(attributs, "Extension").lower()] = genre
            elif nom == "Override":
                partie = archives.nom_uniforme(attribut(attributs, "PartName"))
                self._par_nom[partie] = genre

        parcourir(BytesIO(archive.lire(TYPES)), debut, sans_doctype=True)
        self.tous = {*self._par_extension.values(), *self._par_nom.values()}

    def portent(self, mots: tuple[str, ...]) -> bool:
        return any(mot in genre for genre in self.tous for mot in mots)

    def de(self, nom: str) -> str:
        """The type of a part; empty when none is given."""
        return self._par_nom.get(nom) or self._par_extension.get(nom.rpartition(".")[2], "")


def relations(archive: Archive, nom: str) -> Iterator[tuple[str, str, str, bool]]:
    """Identifier, kind, target of each relation of a part « .rels »; whether it is outside."""
    lues: list[tuple[str, str, str, bool]] = []

    def debut(balise: str, attributs: Attributs) -> None:
        if balise == "Relationship":
            genre = attribut(attributs, "Type").rpartition("/")[2].lower()
            dehors = attribut(attributs, "TargetMode").strip().lower() == "external"
            cible = attribut(attributs, "Target").strip()
            lues.append((attribut(attributs, "Id"), genre, cible, dehors))

    parcourir(BytesIO(archive.lire(nom)), debut, sans_doctype=True)
    yield from lues


def est_lointain(adresse: str) -> bool:
    """Tell whether an address is on another machine: a site, a shared folder."""
    bas = adresse.replace("\\", "/").lower().strip()
    if bas.startswith("file:"):
        chemin = bas.removeprefix("file:").lstrip("/")
        reste = bas.removeprefix("file:")
        # file:///C:/… is a disk, file:////server/… and file://server/… are not.
        disque = re.match(r"[a-z][:|]", chemin) is not None
        local_unix = reste.startswith("///") and not reste.startswith("////")
        return not (disque or local_unix)
    return bas.startswith("//") or re.match(r"[a-z][a-z0-9+.-]+:", bas) is not None


def est_partage(adresse: str) -> bool:
    """Tell whether an address is that of a folder that another machine shares."""
    bas = adresse.replace("\\", "/").lower().strip()
    return bas.startswith(("//", "file:")) and est_lointain(adresse)


def image_lointaine(adresse: str) -> str:
    return (
        f"Ce fichier montre une image rangée sur une autre machine, {citer(adresse)} : insérez-la "
        f"dans le document. Sinon : {EN_PDF[0].lower()}{EN_PDF[1:]}"
    )


def appel_lointain(adresse: str) -> str:
    return f"Ce fichier appelle un contenu rangé ailleurs, {citer(adresse)}. {EN_PDF}"


def refuser_objet(contenu: bytes) -> None:
    """Refuse an embedded OLE object that wraps a file of any kind, or holds macros."""
    if _VBA in contenu:
        raise FichierRefuse(MACROS)
    if _EMPAQUETE in contenu:
        raise FichierRefuse(OBJET)


def _est_macro(nom: str) -> bool:
    return nom.endswith("vbaproject.bin") or "/activex/" in nom or "/macrosheets/" in nom


def _examiner_partie(archive: Archive, nom: str, genre: str, imbrication: int) -> None:
    if nom.endswith(".rels"):
        _examiner_relations(archive, nom)
        return
    with archive.ouvrir(nom) as flux:
        debut = flux.read(DEBUT_LU)
    if est_du_xml(debut):
        if not genre.startswith(_AVEC_DOCTYPE):
            refuser_appels(archive, nom, debut)
    else:
        _examiner_objet(archive, nom, debut, imbrication)


def _examiner_relations(archive: Archive, nom: str) -> None:
    for _, genre, cible, dehors in relations(archive, nom):
        if genre in _MACROS_RELATIONS or genre.startswith("activexcontrol"):
            raise FichierRefuse(MACROS)
        if dehors and genre in _OBJETS:
            raise FichierRefuse(OBJET)
        if dehors and genre in _APPELS and est_lointain(cible):
            raise FichierRefuse(appel_lointain(cible))
        if dehors and genre in _MONTRES and est_partage(cible):
            raise FichierRefuse(image_lointaine(cible))


def _examiner_objet(archive: Archive, nom: str, debut: bytes, imbrication: int) -> None:
    """A part that is not XML: a document is looked into, an OLE object too, a program refused."""
    if debut.startswith(PROGRAMMES):
        raise FichierRefuse(OBJET)
    if debut.startswith(OLE):
        refuser_objet(archive.lire(nom, OBJET_MAX))
    elif debut.startswith(archives.SIGNATURE):
        if imbrication >= IMBRICATION_MAX:
            raise FichierRefuse(DEMESURE)
        contenu = BytesIO(archive.lire(nom, OBJET_MAX))
        if not est_ooxml(contenu, "", imbrication=imbrication + 1):
            raise FichierRefuse(OBJET)
