"""A version at work on paper, to be read again before one signs: each page says what it is."""

from datetime import datetime

from declarations.models import Version
from declarations.regles.lecteurs import Lecteur
from declarations.rendu import rendre_version
from declarations.services.contenu import Contenu
from portal.socle.pdf import rendre_pdf


def brouillon_pdf(version: Version, lecteur: Lecteur, contenu: Contenu, le: datetime) -> bytes:
    """What this reader reads of a version that is not sent, as a tagged PDF; no hash, never kept.

    ValueError for a version that was sent: its receipt is what one prints.
    """
    if version.est_envoyee:
        raise ValueError("Une version transmise s’imprime par son récépissé.")
    lue = rendre_version(version, lecteur, contenu=contenu, sur_papier=True)
    return rendre_pdf("pdf/brouillon.html", {"lue": lue, "imprime_le": le})


def nom_du_brouillon(version: Version) -> str:
    """Name under which the draft is saved: « brouillon-ER-2025-R-000042-v1.pdf »."""
    return f"brouillon-{version.declaration.reference}-v{version.numero}.pdf"
