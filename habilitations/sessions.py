"""Sessions in the database, as Django keeps them, read by a statement written once (0078)."""

from django.contrib.sessions.backends.db import SessionStore as SessionEnBase
from django.contrib.sessions.models import Session
from django.utils import timezone

from portal.socle.requetes_ecrites import RequeteEcrite

_OUVERTE = RequeteEcrite(
    lambda cle, maintenant: Session.objects.filter(session_key=cle, expire_date__gt=maintenant)
)


class SessionStore(SessionEnBase):
    """Read at each request; all the rest is Django's."""

    def _get_session_from_db(self) -> Session | None:
        if self.session_key and (lue := _OUVERTE.premiere(self.session_key, timezone.now())):
            return lue
        return super()._get_session_from_db()  # type: ignore[misc, no-any-return]
