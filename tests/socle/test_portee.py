"""On whose behalf the database is asked: told before each statement, forgotten after each."""

from collections.abc import Iterator
from threading import Thread

import pytest
from celery import Celery
from django.core.management import call_command
from django.db import connection, transaction

from portal.socle.commandes import Commande
from portal.socle.portee import (
    RIEN,
    Attendue,
    Portee,
    au_nom_du_systeme,
    courante,
    dans,
    oublier,
    parcourir,
)

A, B = Portee(siens=frozenset({7})), Portee(cafs=frozenset({3, 4}), personne=9)


def dite() -> tuple[str, str, str]:
    """What the connection was told when a statement of Django's reaches it."""
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT current_setting('portail.siens', true), current_setting('portail.cafs', true), "
            "current_setting('portail.tout', true)"
        )
        return tuple(valeur or "" for valeur in curseur.fetchone())


def demander_puis_echouer(*portees: Portee) -> None:
    """Ask in one scope after another, and fail once that was done."""
    for portee in portees:
        with dans(portee):
            dite()
    raise RuntimeError


def gardee() -> str:
    """What the connection itself holds, asked beside Django: a statement that nobody announced."""
    connection.ensure_connection()
    (valeur,) = connection.connection.execute(
        "SELECT current_setting('portail.siens', true)"
    ).fetchone()
    return valeur or ""


@pytest.mark.django_db
def test_ce_qui_est_dit_est_de_qui_demande() -> None:
    assert dite() == ("", "", "")
    with dans(A):
        assert dite() == ("{7}", "", "")
        with dans(B):
            assert dite() == ("", "{3,4}", "")
        with au_nom_du_systeme("un essai"):
            assert dite() == ("", "", "oui")
        assert dite() == ("{7}", "", "")
    assert dite() == ("", "", "")


@pytest.mark.django_db
def test_une_exception_rend_la_portee_de_avant() -> None:
    with pytest.raises(RuntimeError), dans(A):
        demander_puis_echouer(A)
    assert courante() == RIEN
    assert dite() == ("", "", "")


def test_voir_tout_se_justifie() -> None:
    with pytest.raises(ValueError, match="raison"), au_nom_du_systeme(""):
        pass


@pytest.mark.django_db
def test_un_point_de_reprise_defait_ne_laisse_pas_une_autre_portee() -> None:
    """PostgreSQL undoes what was said since, and says nothing of it."""
    with dans(A):
        dite()
        with pytest.raises(RuntimeError), transaction.atomic():
            demander_puis_echouer(B)
        assert dite() == ("{7}", "", "")
    with pytest.raises(RuntimeError), transaction.atomic():
        demander_puis_echouer(Portee(tout=True), RIEN)
    assert dite() == ("", "", "")


@pytest.mark.django_db
def test_une_portee_attendue_n_est_cherchee_qu_au_premier_ordre() -> None:
    """What is read to know it is read as nobody; it is asked once, unless it failed."""
    vues: list[tuple[str, str, str]] = []

    def lire() -> Portee:
        vues.append(dite())
        if len(vues) == 1:
            raise RuntimeError
        return A

    with dans(Attendue(lire)):
        assert vues == []
        with pytest.raises(RuntimeError):
            dite()
        assert dite() == ("{7}", "", "")
        assert dite() == ("{7}", "", "")
    assert vues == [("", "", ""), ("", "", "")]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("une_seule_connexion")
class TestConnexionsPartagees:
    """Transactions are real here: connections go to the pool and come back."""

    def test_une_transaction_defaite(self) -> None:
        with dans(A):
            dite()
        with pytest.raises(RuntimeError), transaction.atomic():
            demander_puis_echouer(B)
        # The database is back to A, whose turn is over.
        assert gardee() == "{7}"
        assert dite() == ("", "", "")

    def test_rendue_elle_ne_sait_plus_rien(self) -> None:
        with dans(A):
            assert dite() == ("{7}", "", "")
            avant = connection.connection.info.backend_pid
        connection.close()  # to the pool, which makes it forget before anybody takes it
        assert gardee() == ""
        assert connection.connection.info.backend_pid == avant

    def test_rendue_au_milieu_d_une_exception(self) -> None:
        with pytest.raises(RuntimeError), dans(A), transaction.atomic():
            demander_puis_echouer(A)
        connection.close()
        assert gardee() == ""
        with dans(A):
            assert dite() == ("{7}", "", "")

    def test_remplacee_en_cours_de_route_elle_apprend_qui_demande(self) -> None:
        with dans(A):
            dite()
            connection.close()
            assert dite() == ("{7}", "", "")

    def test_un_fil_de_plus_n_a_la_portee_de_personne(self) -> None:
        vues: list[tuple[str, str, str]] = []

        def lire() -> None:
            vues.append(dite())
            connection.close()

        with dans(A):
            dite()
            connection.close()  # the thread will have this very one
            fil = Thread(target=lire)
            fil.start()
            fil.join()
        assert vues == [("", "", "")]

    def test_oublier_dans_une_transaction_la_finit(self) -> None:
        with dans(A):
            dite()
        connection.connection.execute("BEGIN")
        oublier(connection.connection)
        assert gardee() == ""
        assert connection.connection.info.transaction_status.name == "IDLE"


@pytest.mark.django_db
def test_ce_qui_s_ecrit_en_partant_est_lu_dans_la_portee_de_sa_page() -> None:
    """The answer leaves after the page: by then nobody, or somebody else, asks on this thread."""

    def morceaux() -> Iterator[bytes]:
        for _ in range(2):
            yield dite()[0].encode()

    lus = []
    for morceau in parcourir(A, morceaux()):
        lus.append(morceau)
        assert dite() == ("", "", "")
    assert lus == [b"{7}", b"{7}"]


class TestTachesEtCommandes:
    """They say why they see everything; those that forget see nothing."""

    pytestmark = pytest.mark.django_db

    @staticmethod
    def tache(**options: str) -> tuple[str, str, str]:
        essai = Celery("essai", task_cls="portal.socle.taches:Tache", set_as_current=False)
        return essai.task(shared=False, **options)(dite)()

    def test_une_tache(self) -> None:
        assert self.tache(name="a", raison="un essai") == ("", "", "oui")
        assert self.tache(name="b") == ("", "", "")
        assert dite() == ("", "", "")

    def test_une_commande(self, monkeypatch: pytest.MonkeyPatch) -> None:
        vues = []
        commande = Commande()
        monkeypatch.setattr(commande, "handle", lambda *a, **o: vues.append(dite()))
        call_command(commande)
        monkeypatch.setattr(commande, "raison", "un essai")
        call_command(commande)
        assert vues == [("", "", ""), ("", "", "oui")]
        assert dite() == ("", "", "")
