"""A step written again is the step done: same rows, same history; and done whenever in doubt."""

from collections.abc import Callable, Iterator
from time import sleep

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client, TestCase

from declarations.services import volets
from habilitations.models import Caf, Equipement
from tests import souvenirs
from tests.declarations.remplir import jusqu_a
from tests.memoire import Memoire
from tests.monde import MAINTENANT, Monde, nouveau_monde
from tests.rangees import rangees
from tests.vidage import vider

# Each of the tests that they play begins its own transaction.
pytestmark = pytest.mark.usefixtures("transactional_db")

Jouer = Callable[[Callable[[Monde], object]], list[object]]


@pytest.fixture
def jouer(request: pytest.FixtureRequest) -> Iterator[Jouer]:
    """Play twice what a test would do of its world; nothing of before is known by heart."""

    def jouer(essai: Callable[[Monde], object]) -> list[object]:
        rendus = []
        for _ in range(2):
            with transaction.atomic():
                souvenirs.commencer(request.node)
                rendus.append(essai(nouveau_monde()))
                transaction.set_rollback(True)
        return rendus

    with pytest.MonkeyPatch.context() as remplacement, time_machine.travel(MAINTENANT, tick=False):
        remplacement.setattr(souvenirs, "_souvenirs", {})
        jouer(lambda _: None)  # the world is known by heart once it was built
        yield jouer


def renommer(monde: Monde, faites: list[int]) -> Equipement:
    """A step: it changes a row, adds one and is told what to do next."""

    def faire() -> Equipement:
        faites.append(1)
        Equipement.objects.filter(pk=monde.er.pk).update(nom="Rebaptisé")
        Caf.objects.create(code="75", nom="Caf de Paris")
        transaction.on_commit(lambda: faites.append(10))
        return Equipement.objects.get(pk=monde.er.pk)

    return souvenirs.etape("renommer", faire)


def test_les_lignes_et_l_histoire_sont_celles_de_l_etape(jouer: Jouer) -> None:
    def appeler(monde: Monde) -> object:
        monde.declaration()
        return rangees()

    def transmettre(monde: Monde) -> object:
        jusqu_a(monde.declaration(), monde, "transmise")
        return rangees()

    faite, redite = jouer(appeler)
    assert redite == faite
    faite, redite = jouer(transmettre)
    assert redite == faite
    assert len(redite["declarations.Volet"]) == 2
    assert len(redite["declarations.VoletEvent"]) > 2


def test_les_services_ne_sont_pas_rappeles(jouer: Jouer) -> None:
    signes: list[int] = []
    vrai = volets.signer_volet

    def signer(*args: object, **cles: object) -> object:
        signes.append(1)
        return vrai(*args, **cles)

    jouer(lambda monde: monde.declaration())
    volets.signer_volet = signer  # not by monkeypatch, which would have the step done
    try:
        jouer(lambda monde: jusqu_a(monde.declaration(), monde, "transmise"))
    finally:
        volets.signer_volet = vrai
    assert len(signes) == 2


def test_ce_qui_est_rendu_et_la_suite_sont_a_chaque_essai(jouer: Jouer) -> None:
    faites: list[int] = []

    def essai(monde: Monde) -> Equipement:
        with TestCase.captureOnCommitCallbacks(execute=True):
            rendu = renommer(monde, faites)
        assert Equipement.objects.get(pk=monde.er.pk).nom == rendu.nom == "Rebaptisé"
        assert Caf.objects.filter(code="75").exists()
        return rendu

    premier, second = jouer(essai)
    assert faites == [1, 10, 10]
    assert premier == second
    assert premier is not second


def test_elle_est_faite_quand_une_ligne_a_change(jouer: Jouer) -> None:
    faites: list[int] = []

    def essai(monde: Monde) -> None:
        Equipement.objects.filter(pk=monde.er_voisin.pk).update(nom="Autre")
        renommer(monde, faites)
        assert Equipement.objects.get(pk=monde.er_voisin.pk).nom == "Autre"

    jouer(essai)
    assert faites == [1, 1]


def test_elle_est_faite_quand_une_fonction_est_remplacee(
    jouer: Jouer, monkeypatch: pytest.MonkeyPatch
) -> None:
    faites: list[int] = []
    monkeypatch.setattr(volets, "signer_volet", None)
    jouer(lambda monde: renommer(monde, faites))
    assert faites == [1, 1]


def test_elle_est_faite_quand_un_reglage_est_change(jouer: Jouer, settings: object) -> None:
    faites: list[int] = []
    settings.ADRESSE_PUBLIQUE = "https://ailleurs.exemple.test"
    jouer(lambda monde: renommer(monde, faites))
    assert faites == [1, 1]


@pytest.mark.parametrize("tick", [False, True])
def test_elle_est_faite_a_un_autre_moment_ou_quand_le_temps_passe(jouer: Jouer, tick: bool) -> None:
    faites: list[int] = []
    jours = iter((1, 2))

    def essai(monde: Monde) -> None:
        with time_machine.travel(MAINTENANT.replace(day=3 if tick else next(jours)), tick=tick):
            renommer(monde, faites)

    jouer(essai)
    assert faites == [1, 1]


def test_qui_se_connecte_avant_n_y_change_rien(jouer: Jouer) -> None:
    faites: list[int] = []

    def essai(monde: Monde) -> None:
        Client().force_login(monde.conseiller)
        renommer(monde, faites)

    jouer(essai)
    assert faites == [1]


def test_ce_qui_supprime_est_fait_chaque_fois(jouer: Jouer) -> None:
    faites: list[int] = []

    def essai(monde: Monde) -> None:
        def faire() -> None:
            faites.append(1)
            with connection.cursor() as curseur:
                curseur.execute("DELETE FROM habilitations_lieu")

        souvenirs.etape("vider", faire)

    jouer(essai)
    assert faites == [1, 1]


def test_ce_qui_fut_ecrit_hors_d_une_transaction_n_est_pas_compte(jouer: Jouer) -> None:
    """What a connection counted is told to the server between two transactions, and begun again."""
    memoire = Memoire(lambda: Caf.objects.create(code="76", nom="Caf de Rouen"), MAINTENANT)
    memoire.poser()  # built
    vider()
    for code in ("77", "78"):  # counted, and not told yet
        Caf.objects.create(code=code, nom=f"Caf {code}")
    sleep(1.1)  # the server wants to be told from then on
    memoire.poser()
    vider()
    faites: list[int] = []

    def essai(monde: Monde) -> None:
        memoire.poser()
        renommer(monde, faites)

    jouer(essai)
    assert faites == [1]


def test_hors_d_une_transaction_elle_est_faite() -> None:
    """Rows stay: nobody takes them back at the end."""
    monde, faites = nouveau_monde(), []
    renommer(monde, faites)
    assert faites == [1, 10]
