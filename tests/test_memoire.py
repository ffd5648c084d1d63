"""What is written again is what was built: same rows, same history, objects of one's own."""

import pytest
from django.core import serializers
from django.db import transaction

from habilitations.models import Caf, Utilisateur
from tests.memoire import Memoire
from tests.monde import MAINTENANT, MOT_DE_PASSE, Monde, personne
from tests.rangees import rangees

pytestmark = pytest.mark.django_db


def test_les_lignes_sont_celles_de_la_construction() -> None:
    memoire, etats = Memoire(Monde, MAINTENANT), []
    for _ in range(2):
        with transaction.atomic():
            memoire.poser()
            etats.append(rangees())
            transaction.set_rollback(True)

    construit, relu = etats
    assert relu == construit
    assert len(construit["habilitations.Habilitation"]) == 6
    assert len(construit["habilitations.HabilitationEvent"]) == 6


def test_les_objets_sont_ceux_de_la_base() -> None:
    memoire = Memoire(Monde, MAINTENANT)
    with transaction.atomic():
        premier = memoire.poser()
        transaction.set_rollback(True)

    second = memoire.poser()

    assert second.er == premier.er
    assert second.er is not premier.er
    assert second.er.caf is second.caf
    assert Utilisateur.objects.get(pk=second.ccd.pk).check_password(MOT_DE_PASSE)
    assert serializers.serialize("json", [second.er]) == serializers.serialize(
        "json", [type(second.er).objects.get(pk=second.er.pk)]
    )


def test_ce_qui_etait_deja_la_n_est_pas_de_la_construction() -> None:
    autre = personne("deja.la")
    memoire = Memoire(Monde, MAINTENANT)
    with transaction.atomic():
        memoire.poser()
        transaction.set_rollback(True)
    autre.delete()

    memoire.poser()

    assert not Utilisateur.objects.filter(email=autre.email).exists()


def test_ce_qui_s_ajoute_ensuite_ne_prend_pas_la_place() -> None:
    memoire = Memoire(Monde, MAINTENANT)
    with transaction.atomic():
        memoire.poser()
        transaction.set_rollback(True)

    ajoutee = Caf.objects.create(code="75", nom="Caf de Paris")
    monde = memoire.poser()

    assert set(Caf.objects.all()) == {ajoutee, monde.caf, monde.autre_caf}
