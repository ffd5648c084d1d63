"""Receipt of a version sent: everything that was frozen, on paper, with its hash."""

from declarations.lecture import Lecteur, lire_version
from declarations.models import Version
from portal.socle.pdf import rendre_pdf


def recepisse_pdf(version: Version, lecteur: Lecteur) -> bytes:
    """The receipt as a tagged PDF; ValueError for a version that was not sent.

    Nothing on it depends on the day: no figure of another declaration, no barème of today.
    """
    if not version.est_envoyee:
        raise ValueError("Une version non transmise n’a pas de récépissé.")
    return rendre_pdf("pdf/recepisse.html", {"lue": lire_version(version, lecteur)})


def nom_de_fichier(version: Version) -> str:
    """Name under which the receipt is saved: « recepisse-ER-2025-R-000042-v1.pdf »."""
    return f"recepisse-{version.declaration.reference}-v{version.numero}.pdf"
