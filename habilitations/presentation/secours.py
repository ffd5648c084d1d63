"""A rescue as the agents of the Caf read it."""

from datetime import datetime

from habilitations.models import Secours
from habilitations.permissions import Acteur
from portal.socle.composants import Fait
from portal.socle.formats import date_heure_fr


def etat_du_secours(secours: Secours, maintenant: datetime) -> tuple[str, str]:
    """Label and tone; « attention » while it may be co-signed."""
    if secours.cosigne_le:
        return f"Cosigné le {date_heure_fr(secours.cosigne_le)}", "succes"
    if secours.refuse_le:
        return f"Refusé le {date_heure_fr(secours.refuse_le)}", "neutre"
    if secours.a_expire(maintenant):
        return f"Expiré le {date_heure_fr(secours.expire_le)}", "neutre"
    return f"À cosigner avant le {date_heure_fr(secours.expire_le)}", "attention"


def faits_du_secours(secours: Secours, maintenant: datetime) -> list[Fait]:
    faits = [
        Fait("Partenaire", secours.base.gestionnaire.nom),
        Fait("Personne proposée", secours.personne, secours.email),
        Fait("Téléphone", secours.telephone or "non indiqué"),
        Fait("Demandé par", str(secours.demande_par), date_heure_fr(secours.demande_le)),
        Fait("Motif, et ce qui a été vérifié", secours.motif),
        Fait("État", etat_du_secours(secours, maintenant)[0]),
    ]
    if secours.cosigne_par:
        faits.append(Fait("Cosigné par", str(secours.cosigne_par)))
    if secours.refuse_par:
        faits.append(Fait("Refusé par", str(secours.refuse_par), secours.refuse_motif))
    return faits


def secours_a_cosigner(acteur: Acteur) -> list[Secours]:
    """Those that wait for this person; one query."""
    attendent = Secours.objects.a_cosigner(acteur)
    return list(attendent.select_related("base__gestionnaire", "demande_par"))
