"""The letter of an indu, as a tagged PDF: what was right, paid, too much, and how it comes back."""

from portal.socle.formats import euros
from portal.socle.pdf import rendre_pdf
from subventions.paiements.models import Indu
from subventions.paiements.presentation.echeancier import bloc_echeancier
from subventions.paiements.services.echeancier import EcheancierLu


def lettre_indu(indu: Indu, lu: EcheancierLu) -> bytes:
    """Of an indu and the schedule behind it."""
    reel = lu.situation.droits.get("reel")
    contexte = {
        "indu": indu,
        "montant": euros(indu.montant),
        "reste": euros(indu.reste),
        "reel": euros(reel) if reel is not None else "",
        "verse": euros(lu.echeancier.verse),
        "bloc": bloc_echeancier(lu),
        "echeances": [(e.rang, e.le, euros(e.montant)) for e in indu.echeances.all()],
    }
    return rendre_pdf("pdf/indu.html", contexte)
