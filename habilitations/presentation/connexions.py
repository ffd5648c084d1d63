"""The sessions that are open for a person, as they recognise them."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare

from habilitations.models import Utilisateur
from habilitations.regles.navigateurs import nommer


@dataclass(frozen=True)
class Connexion:
    """One session: ``pk`` ends it; ``adresse`` is the IP address that it was last seen from."""

    pk: int
    appareil: str
    adresse: str
    ouverte_le: datetime
    vue_le: datetime
    presente: bool


def connexions_de(qui: Utilisateur, presente: str, maintenant: datetime) -> list[Connexion]:
    """Sessions that still open the portal, the present one first, then the last seen.

    Two queries, however many. Those that expired or that a new password has closed are left out.
    """
    vues = {vue.session_key: vue for vue in UserSession.objects.filter(user_id=qui.pk)}
    ouvertes = Session.objects.filter(session_key__in=vues, expire_date__gt=maintenant)
    attendue = qui.get_session_auth_hash()
    connexions = [
        Connexion(
            pk=vue.pk,
            appareil=nommer(vue.user_agent),
            adresse=vue.ip,
            ouverte_le=vue.created_at,
            vue_le=vue.last_seen_at,
            presente=session.session_key == presente,
        )
        for session in ouvertes
        if constant_time_compare(session.get_decoded().get(HASH_SESSION_KEY, ""), attendue)
        for vue in (vues[session.session_key],)
    ]
    return sorted(connexions, key=lambda c: (not c.presente, -c.vue_le.timestamp(), c.pk))
