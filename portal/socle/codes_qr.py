"""Codes to scan, on paper: an address as a square of black and white modules."""

from base64 import b64encode
from itertools import groupby

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

# The quiet zone that readers ask for (ISO/IEC 18004), in modules.
MARGE = 4
SVG = "data:image/svg+xml;base64,"


def code_qr(texte: str) -> str:
    """The code of a text as the address of an image (``data:``), for an ``img`` with its alt.

    Drawn as one SVG path: sharp whatever the printer. Raises ``DataOverflowError`` of qrcode
    beyond some two thousand characters.
    """
    code = QRCode(error_correction=ERROR_CORRECT_M, border=MARGE)
    code.add_data(texte)
    code.make(fit=True)
    matrice = code.get_matrix()
    cote = len(matrice)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {cote} {cote}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{cote}v{cote}H0z"/>'
        f'<path d="{_trait(matrice)}"/></svg>'
    )
    return SVG + b64encode(svg.encode()).decode()


def _trait(matrice: list[list[bool]]) -> str:
    """One rectangle for each run of black modules of a row."""
    trait = ""
    for y, rangee in enumerate(matrice):
        x = 0
        for noir, suite in groupby(rangee):
            longueur = len(list(suite))
            if noir:
                trait += f"M{x} {y}h{longueur}v1h-{longueur}z"
            x += longueur
    return trait
