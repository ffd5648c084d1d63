"""What a test with real transactions leaves is gone, whatever protects it."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection

from portal.socle.models import LigneJournal
from tests.declarations.remplir import jusqu_a
from tests.monde import nouveau_monde
from tests.vidage import GARDEES, vider

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
