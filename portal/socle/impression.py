"""What a printed page may read while it is laid out.

Nothing is ever fetched from a network or from the disk at large: only static files of the project,
by name (``statique:pdf.css``), and the drawings that a page carries in itself (``codes_qr``).
"""

import mimetypes
from base64 import b64decode
from pathlib import Path
from urllib.parse import unquote

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from portal.socle.codes_qr import SVG

SCHEMA = "statique:"


class AdresseRefusee(FatalURLFetchingError):
    """A printed page asked for something other than a static file of the project."""


class FichiersStatiques(URLFetcher):
    """Gives static files by name and refuses all else, stopping the rendering."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url.startswith(SVG):
            dessin = b64decode(url.removeprefix(SVG))
            return URLFetcherResponse(url, dessin, {"Content-Type": "image/svg+xml"})
        chemin = _trouver(url)
        if chemin is None:
            raise AdresseRefusee(f"Adresse refusée dans un document imprimé : {url}")
        genre, _ = mimetypes.guess_type(chemin.name)
        entetes = {"Content-Type": genre or "application/octet-stream"}
        return URLFetcherResponse(url, chemin.read_bytes(), entetes)


def _trouver(url: str) -> Path | None:
    """The file a ``statique:`` address names, None when it is not one of the project's."""
    if not url.startswith(SCHEMA):
        return None
    try:
        trouve = finders.find(unquote(url.removeprefix(SCHEMA)))
    except SuspiciousFileOperation:
        return None
    return Path(trouve) if isinstance(trouve, str) and Path(trouve).is_file() else None
