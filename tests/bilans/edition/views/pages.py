"""What tests of these pages share: somebody logged in, forms sent, drafts read again."""

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from bilans.edition.regles.arbre import place_de
from bilans.models import VersionQuestionnaire
from bilans.regles.questionnaire import Question
from bilans.regles.questionnaire import Questionnaire as Definition
from bilans.services.definitions import definition_du_brouillon
from habilitations.models import Utilisateur

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def page(utilisateur: Utilisateur) -> Client:
    client = Client()
    client.force_login(utilisateur, BACKEND)
    return client


def lue(version: VersionQuestionnaire) -> Definition:
    version.refresh_from_db()
    return definition_du_brouillon(version)


def adresse(nom: str, *args: object) -> str:
    return reverse(f"bilans:{nom}", args=args)


def poster(client: Client, url: str, revision: int = 0, **donnees: object) -> HttpResponse:
    return client.post(url, {"revision": revision, **donnees})


def question(version: VersionQuestionnaire, code: str) -> Question:
    element = place_de(lue(version), code).element
    assert isinstance(element, Question)
    return element
