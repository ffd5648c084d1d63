"""Tables made together, from the state that they lead to."""

import pgtrigger
import pytest
from django.db import IntegrityError, ProgrammingError, connection, models, transaction
from django.db.migrations import CreateModel
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger

from portal.socle.schema import EnUneFois

pytestmark = pytest.mark.django_db

CLE = ("id", models.BigAutoField(primary_key=True))


def _tables() -> EnUneFois:
    """Two tables that name each other, which no order of ``CreateModel`` would allow alone."""
    unique = models.UniqueConstraint(fields=["oeuf"], name="une_poule_par_oeuf")
    return EnUneFois(
        [
            CreateModel(
                "Poule",
                [CLE, ("oeuf", models.ForeignKey("socle.Oeuf", models.CASCADE, null=True))],
                {"constraints": [unique]},
            ),
            CreateModel("Oeuf", [CLE, ("poule", models.ForeignKey("socle.Poule", models.CASCADE))]),
            AddTrigger(
                "oeuf",
                pgtrigger.Protect(name="oeuf_garde", operation=pgtrigger.Delete),
            ),
        ]
    )


def test_elles_tiennent_ensemble_et_s_en_vont_ensemble() -> None:
    operation, avant, apres = _tables(), ProjectState(), ProjectState()
    assert apres.apps is not None  # rendered, as it is after other migrations
    operation.state_forwards("socle", apres)
    with connection.schema_editor() as editeur:
        operation.database_forwards("socle", editeur, avant, apres)
    poules, oeufs = (apres.apps.get_model("socle", nom).objects for nom in ("Poule", "Oeuf"))

    with connection.cursor() as curseur:
        curseur.execute("SET CONSTRAINTS ALL IMMEDIATE")
    poule = poules.create()
    oeuf = oeufs.create(poule=poule)
    poules.filter(pk=poule.pk).update(oeuf=oeuf)
    with pytest.raises(IntegrityError, match="une_poule_par_oeuf"), transaction.atomic():
        poules.create(oeuf=oeuf)
    with pytest.raises(IntegrityError, match="foreign key"), transaction.atomic():
        oeufs.create(poule_id=0)
    with pytest.raises(ProgrammingError, match="Cannot delete"), transaction.atomic():
        oeufs.all()._raw_delete("default")

    with connection.schema_editor() as editeur:
        operation.database_backwards("socle", editeur, apres, avant)
    assert not {"socle_poule", "socle_oeuf"} & set(connection.introspection.table_names())
