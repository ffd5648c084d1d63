"""Printed pages: a template becomes a tagged PDF that a screen reader can follow (PDF/UA-1).

Templates stand in ``templates/pdf/`` and extend ``pdf/base.html``. Nothing is ever fetched
from a network or from the disk at large: only static files of the project, by name
(``statique:pdf.css``), and the drawings that a page carries in itself (``codes_qr``).
"""

import mimetypes
import re
from base64 import b64decode
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.template.loader import render_to_string
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from portal.socle.codes_qr import SVG
from portal.socle.imprimables import imprimable

SCHEMA = "statique:"
# A word may be cut at any letter from there on: two centimetres and a half of the usual text.
LONG = 14
_MARQUES_ET_LONGS = re.compile(rf"<[^>]*>|[^\s<>]{{{LONG},}}")


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


def rendre_pdf(gabarit: str, contexte: dict[str, Any]) -> bytes:
    """Render a template of ``templates/pdf/`` into a PDF.

    Its title and language are those of the page: ``<title>`` and ``<html lang>``.
    """
    return pdf_de(render_to_string(gabarit, contexte))


def pdf_de(html: str) -> bytes:
    """Turn a whole HTML page into a tagged PDF; what no font draws is written by its numbers."""
    return bytes(page_de(html).write_pdf(pdf_variant="pdf/ua-1"))


def page_de(html: str) -> HTML:
    """The page as it is laid out, with what is read to do so."""
    lisible = _marquer_les_longs(imprimable(html))
    return HTML(string=lisible, base_url=SCHEMA, url_fetcher=FichiersStatiques())


def _marquer_les_longs(html: str) -> str:
    """Tell ``pdf.css`` the long words of the body, which alone may be cut anywhere.

    A column is as wide as its longest word, or as one letter of a word that may be cut anywhere:
    laying out each letter of a receipt to find out took a third of the time of its PDF.
    """
    tete, corps, suite = html.partition("<body")
    return tete + _MARQUES_ET_LONGS.sub(_marquer, corps + suite)


def _marquer(trouve: re.Match[str]) -> str:
    lu = trouve[0]
    return lu if lu.startswith("<") else f'<span class="long">{lu}</span>'
