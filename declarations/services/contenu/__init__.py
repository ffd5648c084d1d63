"""What a version says – rows, figures, checks, amount, papers –, answered once for all.

Frozen once it is sent: what the sending kept, never computed again. Of the moment before: rows and
figures of the Caf as they stand, checks run, estimate made with the barème in force. Pages,
receipts, lists, exports, comparisons and references ask ``contenu_de``; none looks by itself
whether a version was sent to know where its figures are.
"""

from declarations.models import Version
from declarations.services.contenu.base import Contenu
from declarations.services.contenu.fige import Fige, contenu_en_vigueur
from declarations.services.contenu.vivant import Vivant

__all__ = ["Contenu", "Fige", "Vivant", "contenu_de", "contenu_en_vigueur"]


def contenu_de(version: Version) -> Fige | Vivant:
    """Return what a version says; nothing is read or computed before it is asked for.

    Its ``declaration`` is to be loaded with it. Whether it still is what was sent is another
    question: ``services.integrite`` answers it.
    """
    return Fige(version) if version.est_envoyee else Vivant(version)
