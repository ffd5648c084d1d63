"""OpenDocument: what the archive says it is, and what would act when somebody opens it."""

import re
from io import BytesIO
from typing import BinaryIO

from . import archives
from .archives import Archive
from .ooxml import (
    IMBRICATION_MAX,
    OBJET_MAX,
    OLE,
    PROGRAMMES,
    appel_lointain,
    est_lointain,
    est_ooxml,
    est_partage,
    image_lointaine,
    refuser_objet,
)
from .refus import DDE, DEMESURE, MACROS, OBJET, PROTEGE, FichierRefuse
from .xml import Attributs, attribut, parcourir

MANIFESTE = "meta-inf/manifest.xml"
_DOSSIERS_DE_MACROS = {"basic", "scripts"}
_TEXTES = ("content.xml", "styles.xml", "meta.xml", "settings.xml")
_DDE = {"dde-link", "dde-source", "dde-connection", "dde-connection-decl"}
_MACROS = {"library-embedded", "library-linked"}
_FORMULE_DDE = re.compile(r"\bDDE\s*\(", re.IGNORECASE)
_APPELS = {
    "object",
    "object-ole",
    "plugin",
    "applet",
    "floating-frame",
    "section-source",
    "template",
}


def est_odf(fichier: BinaryIO, mime: str, *, imbrication: int = 0) -> bool:
    """Tell whether it is an OpenDocument of this type; of any when ``mime`` is empty.

    Raises FichierRefuse: macros, password, links to programs or remote parts, size once unpacked.
    """
    if not archives.commence_comme_une_archive(fichier):
        return False
    with archives.ouvrir(fichier) as archive:
        lu = mime_odf(archive)
        if not lu.startswith("application/vnd.oasis.opendocument") or (mime and lu != mime):
            return False
        if any(_DOSSIERS_DE_MACROS & set(nom.split("/")[:-1]) for nom in archive.parties):
            raise FichierRefuse(MACROS)
        if MANIFESTE in archive.parties:
            parcourir(BytesIO(archive.lire(MANIFESTE)), _lire_manifeste)
        if "content.xml" not in archive.parties:
            return False
        for nom in archive.parties:
            _examiner_partie(archive, nom, imbrication)
    return True


def genre_odf(fichier: BinaryIO) -> str:
    """« classeur », « texte », or nothing."""
    with archives.ouvrir(fichier) as archive:
        mime = mime_odf(archive)
    return {"spreadsheet": "classeur", "text": "texte"}.get(mime.rpartition(".")[2], "")


def mime_odf(archive: Archive) -> str:
    if "mimetype" not in archive.parties:
        return ""
    return archive.lire("mimetype").strip().decode("ascii", "replace")


def _lire_manifeste(nom: str, attributs: Attributs) -> None:
    if nom in ("encryption-data", "encrypted-key"):
        raise FichierRefuse(PROTEGE)
    if "basic" in attribut(attributs, "full-path").lower().split("/")[:-1]:
        raise FichierRefuse(MACROS)


def _examiner_partie(archive: Archive, nom: str, imbrication: int) -> None:
    if nom.rpartition("/")[2] in _TEXTES:
        with archive.ouvrir(nom) as flux:
            parcourir(flux, _lire_balise)
        return
    with archive.ouvrir(nom) as flux:
        debut = flux.read(len(OLE))
    if debut.startswith(PROGRAMMES):
        raise FichierRefuse(OBJET)
    if debut == OLE:
        refuser_objet(archive.lire(nom, OBJET_MAX))
    elif debut.startswith(archives.SIGNATURE):
        _examiner_document(archive.lire(nom, OBJET_MAX), imbrication)


def _examiner_document(contenu: bytes, imbrication: int) -> None:
    """Another document within, of either family, is looked into as well."""
    if imbrication >= IMBRICATION_MAX:
        raise FichierRefuse(DEMESURE)
    interne = BytesIO(contenu)
    if not (
        est_ooxml(interne, "", imbrication=imbrication + 1)
        or est_odf(interne, "", imbrication=imbrication + 1)
    ):
        raise FichierRefuse(OBJET)


def _lire_balise(nom: str, attributs: Attributs) -> None:
    """Refuse a tag that runs a script, talks to a program, or calls what is elsewhere."""
    if nom in _DDE:
        raise FichierRefuse(DDE)
    if nom in _MACROS:
        raise FichierRefuse(MACROS)
    if nom == "event-listener":
        commande = f"{attribut(attributs, 'href')}{attribut(attributs, 'macro-name')}".lower()
        if (
            commande.startswith("vnd.sun.star.script")
            or "basic" in attribut(attributs, "language").lower()
        ):
            raise FichierRefuse(MACROS)
    if _FORMULE_DDE.search(attribut(attributs, "formula")):
        raise FichierRefuse(DDE)
    if nom in _APPELS and est_lointain(adresse := attribut(attributs, "href")):
        raise FichierRefuse(appel_lointain(adresse))
    if nom == "image" and est_partage(adresse := attribut(attributs, "href")):
        raise FichierRefuse(image_lointaine(adresse))
