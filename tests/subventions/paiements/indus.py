"""An indu: paid too much, notified, given back."""

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from subventions.paiements.models import Indu
from subventions.paiements.services.indus import notifier_indu, rembourser_indu
from tests.monde import JOUR, Monde, acteur
from tests.subventions.paiements.argent import droit, paye, pret

MOTIF = "L’activité déclarée est plus faible que prévu"
D = Decimal


def trop_verse(monde: Monde, reel: str = "40000.00") -> None:
    """Two acomptes of 25 200 € paid, and a réel below them: 10 400 € too much by default."""
    pret(monde)
    paye(monde)
    paye(monde)
    droit(monde, "reel", reel)


def notifie(monde: Monde, mode: str = "remboursement", nombre: int = 3) -> Indu:
    return notifier_indu(
        monde.er.pk,
        2026,
        mode=mode,
        nombre=nombre,
        premiere_le=date(2026, 3, 1),
        motif=MOTIF,
        acteur=acteur(monde.conseiller),
    )


def rembourse(
    monde: Monde, indu: Indu, montant: str, jeton: UUID | None = None, le: date = JOUR
) -> None:
    rembourser_indu(
        indu.pk, montant=D(montant), le=le, jeton=jeton or uuid4(), acteur=acteur(monde.conseiller)
    )


def reste(indu: Indu) -> Decimal:
    return Indu.objects.avec_reste().get(pk=indu.pk).reste
