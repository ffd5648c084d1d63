"""The request as the views meet it, once the middleware have put on it who asks."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from habilitations.models import Utilisateur
from habilitations.permissions import Acteur


class Requete(HttpRequest):
    """A request of somebody logged in.

    Views that anybody may ask for take Django's ``HttpRequest``: nobody is there to be asked about.
    """

    user: Utilisateur
    # Put by ``MfaObligatoireMiddleware``: the person, what they may do and see, read once.
    acteur: Acteur
    # Put by django-htmx: true when a script of the page asks for a part of it.
    htmx: HtmxDetails
