"""After a restore: resuming the reminders that it held, what had left being told or not.

The backup does not say what was sent after it; who resumes may: what was due until a day is then
set aside, person by person, as an adviser does it (``decisions.ecarter``), and may be reinstated.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from habilitations.models import Utilisateur
from portal.relances.models import Relance
from portal.relances.services.envoi import lots
from portal.relances.services.journee import faire_la_journee, recommencer_la_journee
from portal.relances.services.lettres import a_envoyer
from portal.relances.services.plan import declarants, plan
from portal.socle import retenues
from portal.socle.formats import date_fr
from portal.socle.models import Courriel, EtatCourriel
from portal.socle.refus import impossible

ECARTEE = "Tenue pour partie le {} au plus tard, avant la restauration du portail."
RETIRE = "Tenu pour parti le {} au plus tard, avant la restauration du portail."


@dataclass(frozen=True)
class Reprise:
    """What a resumption did: reminders set aside, e-mails withdrawn."""

    ecartees: int = 0
    retires: int = 0


def reprendre(par: Utilisateur, maintenant: datetime, parties_jusqu_au: date | None) -> Reprise:
    """Let the reminders leave again, from the next run of the day on.

    With ``parties_jusqu_au``, what was due until the end of that day is held to have left; it may
    be begun again when it is interrupted. Raises ActionRefusee when nothing is held.
    """
    retenue = retenues.en_cours()
    if retenue is None:
        raise impossible("Les relances ne sont pas retenues.")
    reprise = Reprise()
    if parties_jusqu_au is not None:
        # What was called since the backup is called again, while nothing is written of it.
        faire_la_journee(timezone.localdate(maintenant))
        le = date_fr(parties_jusqu_au)
        ecartees = sum(
            _ecarter(lot, parties_jusqu_au, par, maintenant, ECARTEE.format(le))
            for lot in lots(declarants(parties_jusqu_au))
        )
        attendaient = Courriel.objects.retenus(retenue).filter(cree_le__date__lte=parties_jusqu_au)
        attendaient.filter(confidentiel=True).update(texte="", html="")
        retires = attendaient.update(
            etat=EtatCourriel.RETIRE, erreur=RETIRE.format(le), prochain_essai_le=None
        )
        reprise = Reprise(ecartees, retires)
    retenues.lever(par, maintenant, {"parties_jusqu_au": str(parties_jusqu_au or "")})
    recommencer_la_journee(timezone.localdate(maintenant))
    return reprise


@transaction.atomic
def _ecarter(
    personnes: Collection[int], jour: date, par: Utilisateur, maintenant: datetime, motif: str
) -> int:
    """Set aside what these people were to be told on a day, under the lock of ``preparer``."""
    gens = Utilisateur.objects.select_for_update(no_key=True).filter(pk__in=personnes)
    list(gens.order_by("pk").values_list("pk", flat=True))
    dues = a_envoyer(plan(jour, personnes=personnes))
    return len(
        Relance.objects.bulk_create(
            objet.a_ecarter(par, maintenant, motif) for lettre in dues for objet in lettre.objets
        )
    )
