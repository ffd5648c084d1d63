"""PDFs made ahead of whoever asks for them, found again by the very page that they print.

A PDF depends on its page, on the style sheet and on the library, on nothing else: kept under the
hash of the three, it is never stale, and never that of another reader, whose page is another one.
What was changed on the disk does not match its signature and is made again.
"""

import hashlib
from contextlib import suppress
from datetime import datetime, timedelta
from hmac import compare_digest
from importlib.metadata import version

from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.utils.crypto import salted_hmac

from portal.socle.documents import stockage
from portal.socle.pdf import pdf_de

DOSSIER = "pdf"
BIBLIOTHEQUE = version("weasyprint")
# What nobody has taken away by then is made again when it is asked for.
JOURS_GARDES = 7


def pdf_pret(html: str) -> bytes:
    """The PDF of a page: the one kept, or made now and kept."""
    chemin = _chemin(html)
    garde = _lire(chemin)
    if garde is not None:
        return garde
    pdf = pdf_de(html)
    # A full disk keeps nothing: whoever asks still gets their PDF.
    with suppress(OSError):
        stockage().save(chemin, ContentFile(_signature(chemin, pdf) + pdf))
    return pdf


def purger(maintenant: datetime) -> int:
    """Delete the PDFs older than JOURS_GARDES days; return how many."""
    avant, nombre = maintenant - timedelta(days=JOURS_GARDES), 0
    with suppress(FileNotFoundError):
        for dossier in stockage().listdir(DOSSIER)[0]:
            for nom in stockage().listdir(f"{DOSSIER}/{dossier}")[1]:
                chemin = f"{DOSSIER}/{dossier}/{nom}"
                if stockage().get_modified_time(chemin) < avant:
                    stockage().delete(chemin)
                    nombre += 1
    return nombre


def _chemin(html: str) -> str:
    feuille = finders.find("pdf.css")
    hache = hashlib.sha256(html.encode())
    with open(str(feuille), "rb") as fichier:
        hache.update(fichier.read())
    hache.update(BIBLIOTHEQUE.encode())
    cle = hache.hexdigest()
    return f"{DOSSIER}/{cle[:2]}/{cle}"


def _lire(chemin: str) -> bytes | None:
    """What is kept there, unless it is not what was written; then nothing is left of it."""
    try:
        with stockage().open(chemin) as fichier:
            contenu = fichier.read()
    except OSError:
        return None
    taille = hashlib.sha256().digest_size
    signature, pdf = contenu[:taille], contenu[taille:]
    if compare_digest(signature, _signature(chemin, pdf)):
        return bytes(pdf)
    with suppress(OSError):
        stockage().delete(chemin)
    return None


def _signature(chemin: str, pdf: bytes) -> bytes:
    return salted_hmac("portal.socle.pdf_prets", chemin.encode() + pdf, algorithm="sha256").digest()
