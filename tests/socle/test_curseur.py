"""Statements planned once for a connection: which, and that the others still work."""

import pghistory
import pytest
from django.db import connection

from habilitations.models import Caf
from portal.socle.curseur import est_preparable
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
    assert _preparees("pghistory.context_id") == 0


def test_plusieurs_jeux_de_valeurs(monde: Monde) -> None:
    with connection.cursor() as curseur:
        curseur.executemany(
            "UPDATE habilitations_caf SET nom = %s WHERE id = %s",
            [("Une", monde.caf.pk), ("Deux", monde.autre_caf.pk)],
        )
    assert list(Caf.objects.order_by("nom").values_list("nom", flat=True)) == ["Deux", "Une"]
