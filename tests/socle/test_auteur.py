"""Who changes what: told once to a connection, kept by history all the same."""

import json
from threading import Thread
from typing import Any

import pghistory
import pytest
from django.apps import apps
from django.db import connection, transaction

from habilitations.models import Portefeuille
from portal.socle.auteur import PERSONNE, du_moment, sans_auteur
from portal.socle.portee import RIEN, Portee, auteur_dit, dans
from tests.monde import Monde, nouveau_monde

# So many executions, and a statement is planned for its connection.
SEUIL = 5
AVANT = (
    "SELECT set_config('pghistory.context_id', %s, true), "
    "set_config('pghistory.context_metadata', %s, true); "
)


def changer(portefeuille: Portefeuille, nom: str) -> None:
    Portefeuille.objects.filter(pk=portefeuille.pk).update(nom=nom)


def changer_puis_echouer(portefeuille: Portefeuille, portee: Portee = RIEN) -> None:
    with dans(portee):
        changer(portefeuille, "Défait")
    raise ZeroDivisionError


def auteurs(portefeuille: Portefeuille) -> list[dict[str, Any] | None]:
    """Of each change of a portfolio, in order, what is known of who made it."""
    evenements = apps.get_model("habilitations", "PortefeuilleEvent").objects
    histoire = evenements.filter(pgh_obj_id=portefeuille.pk)
    return list(histoire.order_by("pgh_id").values_list("pgh_context__metadata", flat=True))


@pytest.fixture
def envoyees(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements as psycopg is given them."""
    from django.db.backends.postgresql.base import ServerBindingCursor

    vues, executer = [], ServerBindingCursor.execute

    def execute(curseur: Any, query: Any, *reste: Any, **options: Any) -> Any:
        vues.append(str(query))
        return executer(curseur, query, *reste, **options)

    monkeypatch.setattr(ServerBindingCursor, "execute", execute)
    return vues


def test_l_histoire_sait_qui_sans_que_le_changement_le_dise(
    monde: Monde, envoyees: list[str]
) -> None:
    """It is a command alone, which PostgreSQL keeps planned."""
    for tour in range(SEUIL + 1):
        with pghistory.context(user=tour):
            changer(monde.portefeuille, f"l'an {tour} : 50 %")
    assert [a and a["user"] for a in auteurs(monde.portefeuille)][-SEUIL - 1 :] == list(
        range(SEUIL + 1)
    )
    changements = [e for e in envoyees if 'UPDATE "habilitations_portefeuille"' in e]
    assert len(changements) == SEUIL + 1
    assert all(e.startswith("UPDATE") for e in changements)
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s",
            ['UPDATE "habilitations_portefeuille" SET "nom"%'],
        )
        assert curseur.fetchone() == (1,)


def test_lire_ne_dit_pas_qui_et_changer_le_dit(monde: Monde) -> None:
    """A page that only reads, of another person than the last one, tells the connection nothing."""

    def lire() -> None:
        assert Portefeuille.objects.filter(pk=monde.portefeuille.pk).exists()

    lire()
    avant = auteur_dit(connection.connection)
    with pghistory.context(user=11) as contexte:
        lire()
        assert auteur_dit(connection.connection) == avant
        changer(monde.portefeuille, "Onze")
        assert auteur_dit(connection.connection) == (str(contexte.id), '{"user": 11}')
    with pghistory.context(user=12):
        lire()
        assert auteur_dit(connection.connection) == (str(contexte.id), '{"user": 11}')
        changer(monde.portefeuille, "Douze")
    assert auteurs(monde.portefeuille)[-2:] == [{"user": 11}, {"user": 12}]


def test_ce_que_l_on_apprend_de_l_auteur_en_chemin_est_garde(monde: Monde) -> None:
    """Who logs in is known after the page was asked for."""
    with pghistory.context(url="/compte/connexion/", user=None):
        changer(monde.portefeuille, "Avant")
        pghistory.context(user=7)
        changer(monde.portefeuille, "Après")
    entre, sorti = auteurs(monde.portefeuille)[-2:]
    assert entre == sorti == {"url": "/compte/connexion/", "user": 7}  # one context, one row


def test_le_suivant_ne_passe_pas_pour_le_precedent(monde: Monde) -> None:
    with pghistory.context(user=1):
        changer(monde.portefeuille, "Un")
    changer(monde.portefeuille, "Personne")
    with pghistory.context(user=2):
        changer(monde.portefeuille, "Deux")
    assert auteurs(monde.portefeuille)[-3:] == [{"user": 1}, None, {"user": 2}]


def test_une_portee_qui_change_ne_fait_pas_oublier_qui(monde: Monde) -> None:
    with pghistory.context(user=3):
        changer(monde.portefeuille, "Tout le monde")
        with dans(Portee(siens=frozenset({7}))):
            changer(monde.portefeuille, "Un partenaire")
    assert auteurs(monde.portefeuille)[-2:] == [{"user": 3}, {"user": 3}]


def test_une_annulation_ne_change_pas_l_auteur(monde: Monde) -> None:
    """PostgreSQL undoes what was said since the savepoint, and says nothing of it."""
    with pghistory.context(user=4):
        changer(monde.portefeuille, "Avant")
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            changer_puis_echouer(monde.portefeuille, Portee(siens=frozenset({7})))
        changer(monde.portefeuille, "Après")
    with pytest.raises(ZeroDivisionError), transaction.atomic(), pghistory.context(user=5):
        changer_puis_echouer(monde.portefeuille)
    changer(monde.portefeuille, "Sans personne")
    assert auteurs(monde.portefeuille)[-3:] == [{"user": 4}, {"user": 4}, None]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("une_seule_connexion")
class TestVraiesTransactions:
    @pytest.fixture
    def portefeuille(self) -> Portefeuille:
        return nouveau_monde().portefeuille

    def test_une_transaction_annulee(self, portefeuille: Portefeuille) -> None:
        with pghistory.context(user=6):
            with pytest.raises(ZeroDivisionError), transaction.atomic():
                changer_puis_echouer(portefeuille)
            changer(portefeuille, "Gardé")
        assert auteurs(portefeuille)[-1] == {"user": 6}

    def test_rendue_elle_ne_connait_plus_personne(self, portefeuille: Portefeuille) -> None:
        """Another thread has this very connection next."""
        with pghistory.context(user=8):
            changer(portefeuille, "Huit")
            connection.close()
            fil = Thread(target=lambda: (changer(portefeuille, "Un autre fil"), connection.close()))
            fil.start()
            fil.join()
            changer(portefeuille, "Huit encore")
        assert auteurs(portefeuille)[-3:] == [{"user": 8}, None, {"user": 8}]
        connection.close()
        connection.ensure_connection()
        assert auteur_dit(connection.connection) == PERSONNE


def test_ce_qui_n_a_pas_ete_dit_reste_ecrit() -> None:
    """As django-pghistory wrote it: slower, and as true."""
    dit = ("u-1", '{"user": 1}')
    requete = f"{AVANT}UPDATE caf SET nom = %s"
    assert sans_auteur(requete, (*dit, "a"), dit) == ("UPDATE caf SET nom = %s", ("a",))
    for su in (None, PERSONNE, ("u-2", dit[1]), ("u-1", '{"user": 2}')):
        assert sans_auteur(requete, (*dit, "a"), su) == (requete, (*dit, "a"))
    for autre in ("UPDATE caf SET nom = %s", b"UPDATE caf", f" {AVANT}UPDATE caf"):
        assert sans_auteur(autre, (*dit, "a"), dit) == (autre, (*dit, "a"))
    par_nom = {"pghistory__context_id": "u-1"}
    assert sans_auteur(requete, par_nom, dit) == (requete, par_nom)


def test_il_est_dit_comme_l_ecrit_la_bibliotheque(monde: Monde, envoyees: list[str]) -> None:
    """Were it written otherwise after an upgrade, changes would be planned each time again."""
    with pghistory.context(user=9, url="/l'été/?a=%s") as contexte:
        assert du_moment() == (str(contexte.id), json.dumps(contexte.metadata))
        with connection.cursor() as curseur:
            curseur.execute("UPDATE habilitations_portefeuille SET nom = %s", ["Toutes"])
    assert du_moment() == PERSONNE
    assert envoyees[-1] == "UPDATE habilitations_portefeuille SET nom = %s"
