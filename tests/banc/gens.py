"""The people of the bench: sessions already open, for those whose login is not what is measured."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from habilitations.models import Utilisateur
from portal.accueil.peuplement.comptes import Compte
from tests.banc.client import Navigateur
from tests.banc.serveur import HOTE


def compte(connu: Compte) -> Utilisateur:
    return Utilisateur.objects.get(email=connu.email)


def navigateur(qui: Utilisateur, port: int, *, tls: bool = False, hote: str = HOTE) -> Navigateur:
    """A browser in which this person is logged in."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(qui.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = qui.get_session_auth_hash()
    session.save()
    cookies = {settings.SESSION_COOKIE_NAME: session.session_key}
    return Navigateur(port, cookies, tls=tls, hote=hote)
