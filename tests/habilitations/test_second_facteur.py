"""Codes of an application: the step before is taken, none is ever taken twice."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from habilitations.models import Utilisateur

MOT_DE_PASSE = "Un-mot-de-passe-solide-2026"
PERIODE = 30

pytestmark = pytest.mark.django_db


def code_de(secret: str, pas: int = 0) -> str:
    """The code shown ``pas`` periods from now."""
    return format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // PERIODE + pas))


@pytest.fixture
def secret() -> str:
    return generate_totp_secret()


@pytest.fixture
def ines(secret: str) -> Utilisateur:
    ines = Utilisateur.objects.create_user(
        "ines@exemple.fr", MOT_DE_PASSE, prenom="Inès", nom="Faure"
    )
    TOTP.activate(ines, secret)
    return ines


def entrer(code: str) -> bool:
    """Tell whether a password and this code open a session, in a browser of its own."""
    client = Client()
    client.post(reverse("account_login"), {"login": "ines@exemple.fr", "password": MOT_DE_PASSE})
    client.post(reverse("mfa_authenticate"), {"code": code})
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    ("pas", "pris"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_le_code_d_avant_est_encore_pris(
    ines: Utilisateur, secret: str, pas: int, pris: bool
) -> None:
    assert entrer(code_de(secret, pas)) is pris


def test_un_code_montre_deux_secondes_avant_de_changer(ines: Utilisateur, secret: str) -> None:
    debut = timezone.now().replace(second=29, microsecond=0)
    with time_machine.travel(debut, tick=False) as horloge:
        code = code_de(secret)
        horloge.shift(timedelta(seconds=2))
        assert entrer(code)


@pytest.mark.parametrize("secondes", [0, 1, 31, 45, 59])
def test_aucun_code_ne_sert_deux_fois(ines: Utilisateur, secret: str, secondes: int) -> None:
    """allauth alone forgets it after thirty seconds, while it is still good."""
    with time_machine.travel(
        timezone.now().replace(second=0, microsecond=0), tick=False
    ) as horloge:
        code = code_de(secret, 1)
        assert entrer(code)
        horloge.shift(timedelta(seconds=secondes))
        # Redis counts by its own clock: what allauth wrote is forgotten as it would be by then.
        if secondes > PERIODE:
            cache.delete(f"allauth.mfa.totp.used?user={ines.pk}&code={code}")
        assert not entrer(code)
        assert not entrer(f"{code[:3]} {code[3:]}")


def test_un_code_qui_a_confirme_l_identite_n_ouvre_plus_rien(
    ines: Utilisateur, secret: str, client: Client
) -> None:
    client.force_login(ines)
    code = code_de(secret)
    client.post(reverse("mfa_reauthenticate"), {"code": code})
    cache.delete(f"allauth.mfa.totp.used?user={ines.pk}&code={code}")
    assert not entrer(code)
