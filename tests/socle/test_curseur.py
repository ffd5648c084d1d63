"""Statements planned once for a connection: which, and that the others still work."""

import contextlib
from threading import Thread

import pghistory
import pytest
from django.db import NotSupportedError, connection, transaction

from habilitations.models import Caf
from portal.socle.curseur import GARDEES, SqlEcrit, est_preparable
from portal.socle.requetes_ecrites import RequeteEcrite
from tests.monde import Monde

# So many executions, and a statement is planned for its connection.
SEUIL = 5


@pytest.mark.parametrize(
    ("requete", "preparable"),
    [
        ('SELECT "id" FROM "caf" WHERE "id" = %s', True),
        ("  select 1", True),
        ('INSERT INTO "caf" ("code") VALUES (%s)', True),
        ('UPDATE "caf" SET "code" = %s;', True),
        ('DELETE FROM "caf" WHERE "id" = %s', True),
        ("SELECT set_config(%s, %s, true); UPDATE caf SET nom = %s", False),
        ("SET LOCAL statement_timeout = %s", False),
        ('SAVEPOINT "s1"', False),
        ("TRUNCATE caf", False),
        (b"SELECT 1", False),
    ],
)
def test_une_commande_seule_se_prepare(requete: object, preparable: bool) -> None:
    assert est_preparable(requete) is preparable


def _preparees(morceau: str) -> int:
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE position(%s IN statement) > 0",
            [morceau],
        )
        return curseur.fetchone()[0]


def test_une_lecture_qui_revient_est_preparee_une_fois(monde: Monde) -> None:
    for code in ("73", "59", "16", "73", "59", "16", "38"):
        list(Caf.objects.filter(code=code, nom__startswith="Caf de la sav"))
        list(Caf.objects.filter(code=code, nom__startswith="Caf du nord"))
    assert _preparees('"habilitations_caf"."nom"::text LIKE') == 1


def test_deux_commandes_d_un_coup_gardent_leurs_valeurs(monde: Monde) -> None:
    """A per cent sign, a quote and a null reach the row; as often as one likes."""
    for tour in range(SEUIL + 2):
        nom = f"50 %s d’« ici » ; l'an {tour}"
        with pghistory.context(motif=f"l'essai {tour} %"):
            Caf.objects.filter(pk=monde.caf.pk).update(nom=nom)
        assert Caf.objects.get(pk=monde.caf.pk).nom == nom
    assert _preparees("pghistory.context_id', $1, true") == 0


def test_plusieurs_jeux_de_valeurs(monde: Monde) -> None:
    with connection.cursor() as curseur:
        curseur.executemany(
            "UPDATE habilitations_caf SET nom = %s WHERE id = %s",
            [("Une", monde.caf.pk), ("Deux", monde.autre_caf.pk)],
        )
    assert list(Caf.objects.order_by("nom").values_list("nom", flat=True)) == ["Deux", "Une"]


def _lire(code: str) -> list[Caf]:
    return list(Caf.objects.filter(code=code, nom__startswith="Une lecture préparée"))


@pytest.mark.django_db
def test_une_annulation_n_oublie_rien() -> None:
    """Neither that of a savepoint, which a refusal is, nor that of the whole transaction."""
    for _ in range(SEUIL + 1):
        _lire("73")
    assert _preparees('"habilitations_caf"."nom"::text LIKE') == 1
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        _lire("73")
        raise ZeroDivisionError
    connexion = connection.connection
    avant = dict(connexion._prepared._names)
    _lire("73")
    assert _preparees('"habilitations_caf"."nom"::text LIKE') == 1
    assert avant.keys() <= connexion._prepared._names.keys()


@pytest.mark.django_db(transaction=True)
def test_une_transaction_annulee_n_oublie_rien() -> None:
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        for _ in range(SEUIL + 1):
            _lire("59")
        raise ZeroDivisionError
    assert _preparees('"habilitations_caf"."nom"::text LIKE') == 1
    assert _lire("59") == []


@pytest.mark.django_db
def test_une_table_changee_se_lit_encore() -> None:
    """What PostgreSQL cannot plan again is forgotten in time, by us as by it."""
    with connection.cursor() as curseur:
        curseur.execute("CREATE TABLE essai_prepare (valeur integer)")
        for _ in range(SEUIL + 2):
            curseur.execute("SELECT * FROM essai_prepare WHERE valeur = %s", [1])
        assert _preparees("FROM essai_prepare") == 1
        curseur.execute("ALTER TABLE essai_prepare ALTER COLUMN valeur TYPE text")
        curseur.execute("SELECT * FROM essai_prepare WHERE valeur = %s", ["1"])
        assert curseur.fetchall() == []


@pytest.mark.django_db(transaction=True)
def test_une_table_changee_par_une_mise_a_jour_n_arrete_personne() -> None:
    """Changed by another process, of which this connection hears nothing: one statement fails,
    the next are prepared anew. It would fail for ever, kept through rollbacks."""

    def mettre_a_jour() -> None:
        with connection.cursor() as ailleurs:
            ailleurs.execute("ALTER TABLE essai_mis_a_jour ALTER COLUMN valeur TYPE text")
        connection.close()

    with connection.cursor() as curseur:
        curseur.execute("CREATE TABLE essai_mis_a_jour (id integer, valeur integer)")
        try:
            for _ in range(SEUIL + 2):
                curseur.execute("SELECT valeur FROM essai_mis_a_jour WHERE id = %s", [1])
            autre = Thread(target=mettre_a_jour)
            autre.start()
            autre.join()
            with pytest.raises(NotSupportedError, match="cached plan"), transaction.atomic():
                curseur.execute("SELECT valeur FROM essai_mis_a_jour WHERE id = %s", [1])
            for _ in range(SEUIL + 2):
                curseur.execute("SELECT valeur FROM essai_mis_a_jour WHERE id = %s", [1])
                assert curseur.fetchall() == []
            assert _preparees("FROM essai_mis_a_jour") == 1
        finally:
            curseur.execute("DROP TABLE essai_mis_a_jour")


@pytest.mark.django_db
def test_une_connexion_n_en_garde_qu_un_nombre_borne() -> None:
    with connection.cursor() as curseur:
        for rang in range(GARDEES + 20):
            curseur.execute(SqlEcrit(f"SELECT %s::integer AS c{rang}"), [1])
    assert _preparees("::integer AS c") == GARDEES


@pytest.mark.django_db
def test_une_lecture_ecrite_est_preparee_aussitot() -> None:
    RequeteEcrite(lambda code: Caf.objects.filter(code=code, siret="jamais")).lire("73")
    assert _preparees('"habilitations_caf"."siret" = ') == 1
