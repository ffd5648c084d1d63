"""Nobody deactivated comes back by a session they had, whatever deactivates or reactivates."""

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from habilitations.models import Utilisateur
from tests.monde import MOT_DE_PASSE, personne

pytestmark = pytest.mark.django_db
A_FAIRE = "/a-faire/"


@pytest.fixture
def alice() -> Utilisateur:
    return personne("alice")


@pytest.fixture
def connectee(client: Client, alice: Utilisateur) -> Client:
    client.force_login(alice)
    assert client.get(A_FAIRE).status_code == 200
    return client


def test_la_session_tombe(connectee: Client, alice: Utilisateur) -> None:
    alice.is_active = False
    alice.save()
    assert connectee.get(A_FAIRE).status_code == 302


@pytest.mark.parametrize("par_lot", [False, True])
def test_elle_ne_revient_pas_avec_le_compte(
    connectee: Client, alice: Utilisateur, par_lot: bool
) -> None:
    """Even without a request in between, even by an object older than the deactivation."""
    for actif in (False, True):
        if par_lot:
            Utilisateur.objects.filter(pk=alice.pk).update(is_active=actif)
        else:
            alice.is_active = actif
            alice.save()
    assert connectee.get(A_FAIRE).status_code == 302
    connectee.post(reverse("account_login"), {"login": alice.email, "password": MOT_DE_PASSE})
    assert connectee.get(A_FAIRE).status_code == 200


def test_toute_autre_modification_garde_la_session(connectee: Client, alice: Utilisateur) -> None:
    alice.telephone = "0450000000"
    alice.save()
    alice.refresh_from_db()
    assert alice.desactive_le is None
    assert connectee.get(A_FAIRE).status_code == 200


def test_sous_une_cle_secrete_remplacee(
    connectee: Client, alice: Utilisateur, settings: LazySettings
) -> None:
    """The key changes: sessions go on; those of a deactivated person still do not."""
    ancienne, settings.SECRET_KEY = settings.SECRET_KEY, "une-cle-toute-neuve-et-assez-longue"
    settings.SECRET_KEY_FALLBACKS = [ancienne]
    Utilisateur.objects.filter(pk=alice.pk).update(is_active=False)
    Utilisateur.objects.filter(pk=alice.pk).update(is_active=True)
    assert connectee.get(A_FAIRE).status_code == 302
