"""Each request told once in the technical log, with the address that limits count by."""

import pytest
import structlog
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.functional import SimpleLazyObject

from portal.socle.requetes import RequeteMiddleware

PRETENDUE, MANDATAIRE, PERSONNE = "203.0.113.9", "192.0.2.1", "198.51.100.7"


@pytest.mark.parametrize(("mandataires", "attendue"), [(0, MANDATAIRE), (1, PERSONNE)])
def test_l_adresse_notee_n_est_pas_celle_que_le_navigateur_pretend(
    settings: object, mandataires: int, attendue: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = mandataires
    requete = RequestFactory().get(
        "/",
        REMOTE_ADDR=MANDATAIRE,
        headers={"x-forwarded-for": f"{PRETENDUE}, {PERSONNE}"},
    )
    requete.user = AnonymousUser()
    notee: list[object] = []

    def repondre(requete: object) -> HttpResponse:
        notee.append(structlog.contextvars.get_contextvars()["ip"])
        return HttpResponse()

    RequeteMiddleware(repondre)(requete)
    assert notee == [attendue]


def test_une_base_en_panne_n_est_pas_redemandee() -> None:
    demandes: list[int] = []

    def demander() -> AnonymousUser:
        demandes.append(1)
        raise OperationalError("hors d’atteinte")

    requete = RequestFactory().get("/")
    requete.user = SimpleLazyObject(demander)
    RequeteMiddleware(lambda r: HttpResponse())._process_exception(requete, OperationalError())
    assert demandes == []
