"""An interim: somebody holds, for a time, the roles of a person who is away."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from habilitations.models import Habilitation
from habilitations.permissions import Acteur
from habilitations.services.accord import ouvrir_adhesion
from habilitations.services.couverture import droits_du_partenaire
from habilitations.services.invitations import Invite, Voulu, accorder_plusieurs
from habilitations.verification import droits_verifies
from portal.socle import journal
from portal.socle.refus import DemandeInvalide, impossible


@dataclass(frozen=True)
class Interim:
    """Who is away (``absent_id``), who stands in for them, on which days, both included."""

    absent_id: int
    invite: Invite
    du: date
    au: date


@transaction.atomic
def confier_interim(
    interim: Interim, *, caf_id: int, gestionnaire_id: int, acteur: Acteur
) -> list[Habilitation]:
    """Grant each role that the person holds that day at a partner to somebody else, for a time.

    Rights of the absent person do not change; those granted end by themselves. By whoever may
    grant them (``accord.accorder``); the same again gives the first ones. Raises ActionRefusee
    (also: nothing is held), DemandeInvalide (dates, the same person), Adhesion.DoesNotExist.
    """
    if interim.au < interim.du:
        raise DemandeInvalide("au", "La date de fin précède la date de début.")
    if interim.au < acteur.jour:
        raise DemandeInvalide("au", "Cette période est passée.")
    base = ouvrir_adhesion(caf_id, gestionnaire_id)
    siens = droits_du_partenaire(base).filter(utilisateur=interim.absent_id)
    tenus = list(droits_verifies(siens, acteur.jour))
    if not tenus:
        raise impossible("Cette personne ne tient plus de rôle chez ce partenaire.")
    if tenus[0].utilisateur.email == interim.invite.email.strip().lower():
        raise DemandeInvalide("email", "Indiquez une autre personne que celle qui est absente.")
    voulus = [Voulu(d.role, _portee(d), interim.du, interim.au) for d in tenus]
    droits = accorder_plusieurs(
        interim.invite,
        list(dict.fromkeys(voulus)),
        caf_id=caf_id,
        gestionnaire_id=gestionnaire_id,
        acteur=acteur,
    )
    journal.ecrire(
        "droit.interim",
        auteur=acteur.utilisateur,
        objet=base,
        gestionnaire_id=gestionnaire_id,
        caf_id=caf_id,
        details={
            "absent": interim.absent_id,
            "droits": [str(d.reference) for d in droits],
            "du": interim.du.isoformat(),
            "au": interim.au.isoformat(),
        },
        le=acteur.maintenant,
    )
    return droits


def _portee(droit: Habilitation) -> frozenset[int] | None:
    if droit.tous_equipements:
        return None
    return frozenset(e.pk for e in droit.equipements.all())
