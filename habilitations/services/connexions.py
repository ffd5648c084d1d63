"""Sessions of a person: known by the device they were opened on, ended one by one or all at once.

allauth writes a row at each login (``allauth.usersessions``); a session that is ended is deleted,
so that the very next request made with it finds nobody.
"""

from datetime import datetime

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone

from habilitations.permissions import Acteur
from portal.socle import journal


def tenir(request: HttpRequest) -> None:
    """Write down that the session of a request still serves, and from where; creates its row.

    Called now and then (``habilitations.session_tenue``), not at each request. Nothing is written
    of a session that opens nothing any more.
    """
    if not request.user.is_authenticated:
        return
    vues = UserSession.objects.filter(
        session_key=request.session.session_key, user_id=request.user.pk
    )
    ip = get_adapter().get_client_ip(request)
    if not vues.update(last_seen_at=timezone.now(), ip=ip):
        UserSession.objects.create_from_request(request)


@transaction.atomic
def fermer(pk: int, *, presente: str, acteur: Acteur) -> None:
    """End one session of this person, by the id of its row; already over, nothing happens.

    ``presente`` is the key of the session they act with, which is left by logging out.
    """
    _fermer(UserSession.objects.filter(pk=pk), presente, acteur)


@transaction.atomic
def fermer_les_autres(*, presente: str, acteur: Acteur) -> int:
    """End every session of this person but the one they act with; return how many."""
    return _fermer(UserSession.objects.all(), presente, acteur)


def purger(maintenant: datetime) -> int:
    """Delete the sessions that are over, and what was known of their devices; return how many."""
    Session.objects.filter(expire_date__lt=maintenant).delete()
    vivantes = Session.objects.filter(session_key=OuterRef("session_key"))
    return int(UserSession.objects.filter(~Exists(vivantes)).delete()[0])


def _fermer(choisies: models.QuerySet[UserSession], presente: str, acteur: Acteur) -> int:
    siennes = choisies.filter(user_id=acteur.utilisateur.pk).exclude(session_key=presente)
    cles = list(siennes.select_for_update().values_list("session_key", flat=True))
    if not cles:
        return 0
    Session.objects.filter(session_key__in=cles).delete()
    UserSession.objects.filter(session_key__in=cles).delete()
    journal.ecrire(
        "compte.connexions_fermees",
        auteur=acteur.utilisateur,
        objet=acteur.utilisateur,
        details={"combien": len(cles)},
        le=acteur.maintenant,
    )
    return len(cles)
