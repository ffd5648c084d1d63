"""A workbook whose sheets are named by a roundabout way, written again for who reads cells.

« ./worksheets/sheet1.xml » and « ../xl/worksheets/sheet1.xml » are as good as the usual way
(references of ECMA-376, part 2); the library that reads cells follows neither.
"""

import zipfile
from io import BytesIO
from xml.sax.saxutils import quoteattr

from . import archives
from .feuilles import RELATIONS, resoudre
from .xml import Attributs, attribut, parcourir

_ESPACE = "http://schemas.openxmlformats.org/package/2006/relationships"


def avec_des_places_simples(contenu: bytes, deplie_max: int) -> bytes:
    """The same workbook, each relation naming its part from the root of the archive.

    The workbook itself when none needs it. Raises FichierRefuse, as reading an archive does.
    """
    lues: list[Attributs] = []

    def debut(nom: str, attributs: Attributs) -> None:
        if nom == "Relationship":
            lues.append(attributs)

    with archives.ouvrir(BytesIO(contenu), deplie_max) as archive:
        parcourir(BytesIO(archive.lire(RELATIONS)), debut, sans_doctype=True)
        if not any(_detournee(lue) for lue in lues):
            return contenu
        sortie = BytesIO()
        with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as refait:
            for nom in archive.parties:
                if nom != RELATIONS:
                    with archive.ouvrir(nom) as flux:
                        refait.writestr(archive.parties[nom].filename, flux.read(deplie_max))
            corps = "".join(map(_ecrire, lues))
            refait.writestr(RELATIONS, f'<Relationships xmlns="{_ESPACE}">{corps}</Relationships>')
    return sortie.getvalue()


def _detournee(lue: Attributs) -> bool:
    morceaux = attribut(lue, "Target").replace("\\", "/").split("/")
    return not _dehors(lue) and not {".", ".."}.isdisjoint(morceaux)


def _dehors(lue: Attributs) -> bool:
    return attribut(lue, "TargetMode").strip().lower() == "external"


def _ecrire(lue: Attributs) -> str:
    cible = attribut(lue, "Target")
    dits = dict(lue) | {"Target": cible if _dehors(lue) else f"/{resoudre(cible)}"}
    return f"<Relationship {' '.join(f'{nom}={quoteattr(v)}' for nom, v in dits.items())}/>"
