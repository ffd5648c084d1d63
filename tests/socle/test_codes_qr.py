"""Codes to scan: the very modules of the code, and read aloud in a PDF."""

import re
from base64 import b64decode

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

from portal.socle.codes_qr import MARGE, SVG, code_qr
from portal.socle.pdf import pdf_de

ADRESSE = "https://portail.test/recepisses/?reference=ER-2025-R-000042&empreinte=" + "a1" * 32


def modules(image: str) -> tuple[int, set[tuple[int, int]]]:
    """Side of the drawing, and the black modules that its path fills."""
    svg = b64decode(image.removeprefix(SVG)).decode()
    cote = int(re.search(r'viewBox="0 0 (\d+) ', svg)[1])
    trait = svg.rsplit('<path d="', 1)[1]
    noirs = {
        (int(x) + i, int(y))
        for x, y, longueur in re.findall(r"M(\d+) (\d+)h(\d+)v1", trait)
        for i in range(int(longueur))
    }
    return cote, noirs


def test_le_dessin_est_celui_du_code() -> None:
    attendu = QRCode(error_correction=ERROR_CORRECT_M, border=MARGE)
    attendu.add_data(ADRESSE)
    matrice = attendu.get_matrix()
    cote, noirs = modules(code_qr(ADRESSE))
    assert cote == len(matrice)
    assert noirs == {
        (x, y) for y, rang in enumerate(matrice) for x, noir in enumerate(rang) if noir
    }
    assert not any(x < MARGE or y < MARGE for x, y in noirs)


def test_le_pdf_le_porte() -> None:
    page = (
        '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title></head>'
        f'<body><img alt="Code à scanner" src="{code_qr(ADRESSE)}"></body></html>'
    )
    assert pdf_de(page).startswith(b"%PDF")
