"""Reading a PDF as a person would: its text with plain spaces."""

import re
from io import BytesIO

from pypdf import PdfReader


def ouvrir(octets: bytes) -> PdfReader:
    return PdfReader(BytesIO(octets))


def texte_de(octets: bytes) -> str:
    """Text of every page, any run of spaces or line ends made one plain space."""
    pages = (page.extract_text() for page in ouvrir(octets).pages)
    return re.sub(r"\s+", " ", " ".join(pages))


def compact(texte: str) -> str:
    """A text without its spaces: thin ones come and go in a PDF."""
    return re.sub(r"\s", "", texte)
