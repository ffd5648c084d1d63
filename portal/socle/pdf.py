"""Printed pages: a template becomes a tagged PDF that a screen reader can follow (PDF/UA-1).

Templates stand in ``templates/pdf/`` and extend ``pdf/base.html``.
"""

import re
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

from portal.socle.imprimables import imprimable

if TYPE_CHECKING:
    from weasyprint import HTML

# A word may be cut at any letter from there on: two centimetres and a half of the usual text.
LONG = 14
_MARQUES_ET_LONGS = re.compile(rf"<[^>]*>|[^\s<>]{{{LONG},}}")


def rendre_pdf(gabarit: str, contexte: dict[str, Any]) -> bytes:
    """Render a template of ``templates/pdf/`` into a PDF.

    Its title and language are those of the page: ``<title>`` and ``<html lang>``.
    """
    return pdf_de(render_to_string(gabarit, contexte))


def pdf_de(html: str) -> bytes:
    """Turn a whole HTML page into a tagged PDF; what no font draws is written by its numbers."""
    return bytes(page_de(html).write_pdf(pdf_variant="pdf/ua-1"))


def page_de(html: str) -> "HTML":
    """The page as it is laid out, with what is read to do so."""
    # Only who prints loads what prints: it is a fifth of what any process takes to start.
    from weasyprint import HTML

    from portal.socle.impression import SCHEMA, FichiersStatiques

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
