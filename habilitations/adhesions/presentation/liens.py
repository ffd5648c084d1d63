"""Personal links of an adhesion, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from habilitations.adhesions.models import DossierAdhesion, InvitationAdhesion
from portal.socle.formats import date_fr, date_heure_fr


@dataclass(frozen=True)
class LienMontre:
    """A personal link: to which address, what became of it; ``revoquer`` where one closes it."""

    courriel: str
    etat: str
    ton: str
    detail: str = ""
    revoquer: str = ""


def liens(dossier: DossierAdhesion, maintenant: datetime) -> list[LienMontre]:
    """Personal links, the latest first; one query. Those replaced unused are left out."""
    envoyes = dossier.invitations.select_related("utilisateur").order_by("-pk")
    montres = [i for i in envoyes if i.utilisee_le or not i.revoquee_le or i == envoyes[0]]
    return [_lien(invitation, maintenant) for invitation in montres]


def _lien(invitation: InvitationAdhesion, maintenant: datetime) -> LienMontre:
    a = invitation.courriel
    revoquer = reverse("adhesions:revoquer_lien", args=[invitation.dossier_id, invitation.pk])
    if invitation.revoquee_le:
        return LienMontre(a, f"Révoqué le {date_fr(invitation.revoquee_le)}", "neutre")
    if invitation.utilisee_le:
        par = f"Suivi par {invitation.utilisateur}"
        depuis = f"depuis le {date_fr(invitation.utilisee_le)}"
        return LienMontre(a, par, "succes", depuis, revoquer)
    if invitation.expire_le <= maintenant:
        return LienMontre(a, "Expiré sans avoir servi", "attention")
    jusqu_a = f"jusqu’au {date_heure_fr(invitation.expire_le)}"
    return LienMontre(a, "Pas encore ouvert", "info", jusqu_a, revoquer)
