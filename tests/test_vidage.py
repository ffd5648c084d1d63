"""What a test with real transactions leaves is gone, whatever protects it."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, transaction

from portal.socle.models import LigneJournal
from tests import vidage
from tests.declarations.remplir import jusqu_a
from tests.monde import nouveau_monde
from tests.vidage import GARDEES, alleger, vider

pytestmark = pytest.mark.django_db(transaction=True)


def _pleines() -> Iterator[str]:
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    with connection.cursor() as curseur:
        for table in tables:
            curseur.execute(f'SELECT EXISTS (SELECT FROM "{table}")')
            if curseur.fetchone()[0]:
                yield table


def test_rien_ne_reste_et_tout_est_protege_de_nouveau() -> None:
    schema = ContentType.objects.count(), Permission.objects.count()
    monde = nouveau_monde()
    jusqu_a(monde.declaration(), monde, "validee")
    assert LigneJournal.objects.exists()

    vider()

    assert set(_pleines()) == GARDEES
    assert (ContentType.objects.count(), Permission.objects.count()) == schema
    monde = nouveau_monde()
    jusqu_a(monde.declaration(), monde, "transmise")
    with pytest.raises(DatabaseError, match="Cannot update or delete"):
        LigneJournal.objects.all().delete()


def test_les_tables_lourdes_sont_refaites(monkeypatch: pytest.MonkeyPatch) -> None:
    """A planner that was never told anything supposes ten pages; told of none, it reads lines."""
    nouveau_monde()
    vider()
    alleger()
    assert _octets() > 0

    monkeypatch.setattr(vidage, "LOURD", 1)
    alleger()

    assert _octets() == 0
    with connection.cursor() as curseur:
        curseur.execute("SELECT reltuples FROM pg_class WHERE oid = 'dossiers_dossier'::regclass")
        assert curseur.fetchone() == (-1,)
    assert set(_pleines()) == GARDEES


def test_ce_qui_dure_plus_d_un_module_n_est_pas_touche(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vidage, "LOURD", 1)
    with transaction.atomic():
        nouveau_monde()
        alleger()
        assert "habilitations_caf" in set(_pleines())


def _octets() -> int:
    with connection.cursor() as curseur:
        curseur.execute("SELECT pg_relation_size('habilitations_caf')")
        return curseur.fetchone()[0]
