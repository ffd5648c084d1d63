"""How many decimals the formats of a workbook show: « 3333,33 » may hold 3333,333333333."""

import re

from .archives import Archive
from .xml import Attributs, attribut, parcourir

# Those that every spreadsheet knows without a word in the file; the others show more, or no number.
_CONVENUS = {1: 0, 2: 2, 3: 0, 4: 2, 5: 0, 6: 0, 7: 2, 8: 2, 37: 0, 38: 0, 39: 2, 40: 2}
_CONVENUS |= {41: 0, 42: 0, 43: 2, 44: 2}
_HORS_CHIFFRES = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_AUTRE_CHOSE = re.compile(r"[%eE/ymdhsYMDHSA@]")
STYLES_MAX = 65_536


def decimales_par_style(archive: Archive) -> list[int | None]:
    """For each style of cell, the decimals it shows; None when it shows them all, or no number."""
    formats: dict[str, int | None] = {str(rang): decimales for rang, decimales in _CONVENUS.items()}
    styles: list[int | None] = []
    dans = [False]

    def debut(nom: str, attributs: Attributs) -> None:
        if nom == "numFmt":
            code = attribut(attributs, "formatCode")
            formats[attribut(attributs, "numFmtId")] = decimales_de(code)
        elif nom == "cellXfs":
            dans[0] = True
        elif nom == "xf" and dans[0] and len(styles) < STYLES_MAX:
            styles.append(formats.get(attribut(attributs, "numFmtId")))

    def fin(nom: str) -> None:
        if nom == "cellXfs":
            dans[0] = False

    if "xl/styles.xml" in archive.parties:
        with archive.ouvrir("xl/styles.xml") as flux:
            parcourir(flux, debut, fin)
    return styles


def decimales_de(code: str) -> int | None:
    """Decimals shown by a format of amounts: 2 for « # ##0,00 € », None for a date or a rate."""
    positif = _HORS_CHIFFRES.sub("", code.split(";")[0])
    if _AUTRE_CHOSE.search(positif) or not re.search(r"[0#?]", positif):
        return None
    _, point, apres = positif.partition(".")
    decimales = len(re.match(r"[0#?]*", apres)[0]) if point else 0  # type: ignore[index]
    return decimales if decimales <= 2 else None
