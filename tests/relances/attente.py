"""Reminders written one day, sent another."""

from datetime import date

import time_machine

from portal.relances.models import Relance
from portal.relances.services.envoi import relancer
from portal.socle import expedition
from portal.socle.models import Courriel
from tests.courrier import Facteur
from tests.monde import Monde
from tests.relances.campagnes import a

J15, J1 = date(2026, 3, 16), date(2026, 3, 30)


def ecrire(jour: date) -> None:
    with time_machine.travel(a(jour), tick=False):
        relancer(jour)


def expedier(jour: date, heure: int = 9) -> expedition.Bilan:
    """Send all that waits, at a time of a day."""
    with time_machine.travel(a(jour, heure), tick=False):
        Courriel.objects.filter(etat__in=["a_envoyer", "echec"]).update(
            prochain_essai_le=a(jour, heure)
        )
        return expedition.expedier(
            list(Courriel.objects.order_by("pk").values_list("pk", flat=True))
        )


def recus(facteur: Facteur, monde: Monde) -> list[str]:
    """Subjects of what Alice got."""
    alice = monde.passerelles.activite.email
    return [str(m["Subject"]).strip() for m in facteur.recus if alice in str(m["To"])]


def d_alice(monde: Monde) -> list[tuple[int, str]]:
    """Her reminders: step, and why it was withdrawn if it was."""
    relances = Relance.objects.filter(utilisateur=monde.passerelles.activite).order_by("pk")
    return list(relances.values_list("etape", "retiree_motif"))
