"""Between which days an invoice and a payment may be."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from habilitations.models import Convention
from portal.socle.bornes import Bornes, jusqu_a_aujourd_hui

# How long before the convention the study that prepares it may be billed (H, to be confirmed).
JOURS_AVANT_LA_CTG = 731
QUAND = "deux ans avant la convention"


def bornes_de_la_facture(convention: Convention, jour: date) -> Bornes:
    """The study prepares the convention: billed within two years before it, or while it runs."""
    du = convention.du - timedelta(days=JOURS_AVANT_LA_CTG)
    if convention.au < jour:
        return Bornes(du, convention.au, QUAND, "fin de la convention")
    return jusqu_a_aujourd_hui(du, jour, QUAND)


def bornes_du_paiement(decide_le: datetime, jour: date) -> Bornes:
    """A diagnostic is paid once it is accepted."""
    return jusqu_a_aujourd_hui(timezone.localdate(decide_le), jour, "jour de la décision")
