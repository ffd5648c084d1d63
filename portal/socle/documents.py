"""Documents kept by the portal: examined, hashed, stored outside the web root, never rewritten.

A document is served by the application that owns it, which knows who may read it.
"""

import hashlib
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError
from django.http import FileResponse

from portal.socle import antivirus
from portal.socle.contenus import TYPES, FichierRefuse, TypeFichier
from portal.socle.fautes import Faute
from portal.socle.formats import poids
from portal.socle.lecture_a_part import lire_a_part
from portal.socle.models import Document
from portal.socle.stockage import SANS_PLACE, disque_plein

LONGUEUR_NOM = 150
LONGUEUR_EXTENSION = 10

# Documents written by the act at work: see ``sans_orphelin``.
_ecrits: ContextVar[list[Document] | None] = ContextVar("documents_ecrits", default=None)


@dataclass(frozen=True)
class Examen:
    """A file received and found acceptable, not kept yet."""

    fichier: "UploadedFile[Any]"
    nom: str
    genre: TypeFichier
    taille: int
    sha256: str


def stockage() -> Storage:
    """Where documents are: out of the web root."""
    return storages["documents"]


def examiner(fichier: "UploadedFile[Any]") -> Examen:
    """Look at a file received: name, size, real type, hash, antivirus when there is one.

    Its content is opened by a process apart. Raises FichierRefuse, whose message is meant for the
    person who sent it.
    """
    if not fichier.size:
        raise FichierRefuse("Ce fichier est vide.")
    if fichier.size > settings.FICHIER_TAILLE_MAX:
        raise FichierRefuse(message_trop_lourd())
    nom = nettoyer_nom(fichier.name or "")
    fichier.seek(0)
    contenu = fichier.read()
    fichier.seek(0)
    genre = TYPES[lire_a_part("reconnaitre", contenu, nom)]
    antivirus.examiner(contenu)
    return Examen(fichier, nom, genre, len(contenu), hashlib.sha256(contenu).hexdigest())


def garder(
    examen: Examen,
    *,
    auteur: Any,
    gestionnaire_id: int | None,
    caf_id: int | None,
    le: datetime,
) -> Document:
    """Store a file examined, under a name that tells nothing, and write what is known of it.

    Raises FichierRefuse when the disk has no room left for it: nothing of it remains.
    """
    document = Document(
        identifiant=uuid4(),
        nom=examen.nom,
        taille=examen.taille,
        type=examen.genre.code,
        sha256=examen.sha256,
        depose_par_id=auteur.pk,
        gestionnaire_id=gestionnaire_id,
        caf_id=caf_id,
        depose_le=le,
    )
    try:
        stockage().save(document.chemin, examen.fichier)
    except OSError as erreur:
        if disque_plein(erreur):
            raise FichierRefuse(SANS_PLACE) from None
        raise
    try:
        document.save(force_insert=True)
    except Exception:
        stockage().delete(document.chemin)
        raise
    ecrits = _ecrits.get()
    if ecrits is not None:
        ecrits.append(document)
    return document


@contextmanager
def sans_orphelin() -> Iterator[None]:
    """Around a transaction: when it is undone, the files that it wrote leave with its lines."""
    ecrits: list[Document] = []
    jeton = _ecrits.set(ecrits)
    try:
        yield
    except BaseException:
        _oublier(ecrits)
        raise
    finally:
        _ecrits.reset(jeton)


def _oublier(ecrits: list[Document]) -> None:
    """Remove files that no line names; when the database cannot tell, they stay."""
    for document in ecrits:
        with suppress(DatabaseError, OSError):
            if not Document.objects.filter(identifiant=document.identifiant).exists():
                stockage().delete(document.chemin)


def servir(document: Document) -> FileResponse:
    """Answer with a document as a file to save, which no browser opens or runs by itself."""
    reponse = FileResponse(
        stockage().open(document.chemin),
        as_attachment=True,
        filename=document.nom,
        content_type=TYPES[document.type].mime,
    )
    reponse["X-Content-Type-Options"] = "nosniff"
    reponse["Content-Security-Policy"] = "default-src 'none'; sandbox"
    reponse["Cache-Control"] = "private, no-store"
    return reponse


def est_intact(document: Document) -> bool:
    """Tell whether the file kept is still, byte for byte, the one that was received."""
    try:
        with stockage().open(document.chemin) as fichier:
            return empreinte_de(fichier) == document.sha256
    except FileNotFoundError:
        return False


def documents_alteres() -> Iterator[Faute]:
    """Documents whose file is missing or is no longer the one received; bounded memory."""
    for document in Document.objects.order_by("pk").iterator(chunk_size=500):
        if not est_intact(document):
            raison = "le fichier est absent ou modifié : à rétablir depuis une sauvegarde"
            yield Faute("document", f"{document.nom} ({document.chemin})", raison)


def empreinte_de(fichier: Any) -> str:
    """SHA-256 of a file, read piece by piece."""
    return hashlib.file_digest(fichier, "sha256").hexdigest()


def nettoyer_nom(nom: str) -> str:
    """The name as it may be shown and written: no control or direction mark, no folder, short.

    « facture<U+202E>fdp.exe » reads « factureexe.pdf »: such marks are dropped.
    """
    dernier = nom.replace("\\", "/").rsplit("/", 1)[-1]
    lisible = "".join(
        c for c in dernier if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*'
    )
    lisible = " ".join(unicodedata.normalize("NFC", lisible).split()).strip(". ")
    base, point, extension = lisible.rpartition(".")
    if not point or len(extension) > LONGUEUR_EXTENSION:
        return lisible[:LONGUEUR_NOM]
    return f"{base[: LONGUEUR_NOM - 1 - len(extension)]}.{extension}"


def message_trop_lourd() -> str:
    """What to say of a file over the limit."""
    return (
        f"Ce fichier dépasse {poids(settings.FICHIER_TAILLE_MAX)} : réduisez-le, ou joignez-le en "
        "plusieurs parties."
    )


def decrire_fichier(document: Document) -> str:
    """« compte.pdf – PDF, 12 ko »."""
    return f"{document.nom} – {TYPES[document.type].libelle}, {poids(document.taille)}"
