"""An e-mail is claimed by one sender at a time: one that dies, one that sleeps, two at once."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from portal.socle import expedition
from portal.socle.models import Courriel, EtatCourriel
from tests.courrier import Facteur
from tests.socle.expeditions import deposer, lu

pytestmark = pytest.mark.django_db


def test_un_expediteur_mort_avant_la_remise_ne_perd_ni_ne_double(facteur: Facteur) -> None:
    [pk] = deposer()
    assert [c.pk for c in expedition.reserver([pk])] == [pk]
    assert expedition.reserver([pk]) == []  # claimed by one only
    assert expedition.lots_en_attente(timezone.now()) == []  # and respected while it may live

    apres = timezone.now() + expedition.RESERVATION + timedelta(seconds=1)
    Courriel.objects.update(reserve_jusqu_a=timezone.now() - timedelta(seconds=1))
    assert expedition.lots_en_attente(timezone.now()) == [[pk]]
    assert (lu(pk).etat, lu(pk).reprises) == (EtatCourriel.ECHEC, 0)
    assert expedition.expedier([pk]).envoyes == 1
    assert expedition.lots_en_attente(apres) == []
    assert len(facteur.recus) == 1


def test_une_reservation_reprise_par_un_autre_arrete_le_premier(facteur: Facteur) -> None:
    """A sender that slept too long finds out before it hands anything over."""
    [pk] = deposer()
    [endormi] = expedition.reserver([pk])
    Courriel.objects.update(reserve_jusqu_a=timezone.now() - timedelta(seconds=1))
    expedition.rendre_les_interrompus(timezone.now())
    assert expedition.expedier([pk]).envoyes == 1

    bilan = expedition.Bilan()
    with expedition._Guichet() as guichet:
        guichet.traiter(endormi, bilan)
    assert (bilan.envoyes, bilan.echecs) == (0, 0)
    assert len(facteur.recus) == 1
    assert lu(pk).etat == EtatCourriel.ENVOYE


@pytest.mark.django_db(transaction=True)
def test_deux_expediteurs_a_la_fois_n_envoient_qu_une_fois(facteur: Facteur) -> None:
    facteur.lenteur = 0.05
    pks = deposer(8)
    bilans: list[expedition.Bilan] = []

    def travailler() -> None:
        bilans.append(expedition.expedier(pks))
        connections["default"].close()

    fils = [threading.Thread(target=travailler) for _ in range(2)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(30)

    assert sum(b.envoyes for b in bilans) == len(facteur.recus) == 8
    assert len(facteur.identifiants()) == 8
