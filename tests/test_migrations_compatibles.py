"""Migrations run while the version before serves: those to come must suit it too."""

import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.migrations import operations as o
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState
from django.db.models import Q
from pgtrigger.compiler import Trigger, UpsertTriggerSql
from pgtrigger.migrations import AddTrigger

from tests.compatibilite import fautes

LIVREES = tomllib.loads(Path(__file__).with_name("migrations_livrees.toml").read_text())
NOTRES = {a.label for a in apps.get_app_configs() if Path(a.path, "migrations").is_dir()}
NOTRES &= {a.label for a in apps.get_app_configs() if "site-packages" not in a.path}


def test_chaque_application_a_sa_derniere_migration_livree() -> None:
    chargees = MigrationLoader(None).disk_migrations
    remplacees = {cle for m in chargees.values() for cle in m.replaces}
    assert set(LIVREES) == NOTRES
    for cle in LIVREES.items():
        assert cle in chargees or cle in remplacees, cle


def test_les_migrations_a_venir_conviennent_a_la_version_d_avant() -> None:
    charge = MigrationLoader(None)
    livrees = {cle for but in LIVREES.items() for cle in charge.graph.forwards_plan(but)}
    dites = {}
    for feuille in sorted(charge.graph.leaf_nodes()):
        for cle in charge.graph.forwards_plan(feuille):
            if cle in livrees or cle[0] not in NOTRES:
                continue
            migration = charge.graph.nodes[cle]
            if trouvees := fautes(migration, charge.project_state([cle], at_end=False)):
                dites[cle] = trouvees
    assert dites == {}, (
        "Faites-le en deux versions, ou dites dans la migration pourquoi celle d’avant s’en "
        "accommode : voir docs/migrations.md, « While the version before serves »."
    )


# --- The rules, each on an operation of its own -----------------------------------------


def declencheur(nom: str) -> AddTrigger:
    sql = UpsertTriggerSql(pgid="x", table="piece", when="BEFORE", operation="INSERT", func="")
    return AddTrigger("piece", Trigger(name=nom, sql=sql))


def trouver(*operations: o.base.Operation, **dispense: str) -> list[str]:
    """What is found in these operations on a table « piece » of two columns, already delivered."""
    etat = ProjectState()
    colonnes = [
        ("id", models.BigAutoField(primary_key=True)),
        ("nom", models.CharField(max_length=20)),
        ("note", models.CharField(max_length=20, null=True)),
    ]
    etat.add_model(ModelState("socle", "Piece", colonnes))
    migration = migrations.Migration("0099_essai", "socle")
    migration.operations = list(operations)
    for nom, motif in dispense.items():
        setattr(migration, nom, motif)
    return fautes(migration, etat)


NEUVE = o.CreateModel("Neuve", [("id", models.BigAutoField(primary_key=True))])
REGLE = models.CheckConstraint(condition=Q(nom__gt=""), name="regle")


@pytest.mark.parametrize(
    ("operation", "mot"),
    [
        (o.RemoveField("piece", "nom"), "retire"),
        (o.RenameField("piece", "nom", "titre"), "retire"),
        (o.DeleteModel("Piece"), "retire"),
        (o.RenameModel("Piece", "Papier"), "retire"),
        (o.AddField("piece", "lieu", models.CharField(max_length=9, default="")), "obligatoire"),
        (
            o.AddField("piece", "lieu", models.CharField(max_length=9, null=True, unique=True)),
            "unique",
        ),
        (o.AlterField("piece", "nom", models.TextField()), "type"),
        (o.AlterField("piece", "nom", models.CharField(max_length=10)), "resserre"),
        (o.AlterField("piece", "nom", models.CharField(max_length=20, unique=True)), "unique"),
        (o.AlterField("piece", "note", models.CharField(max_length=20)), "obligatoire"),
        (o.AddConstraint("piece", REGLE), "AddConstraint"),
        (o.AddIndex("piece", models.Index(fields=["nom"], name="i")), "Concurrently"),
        (o.RunSQL("DROP TABLE socle_piece"), "RunSQL"),
        (declencheur("verifie"), "verifie"),
    ],
)
def test_ce_que_la_version_d_avant_ne_supporterait_pas(operation: object, mot: str) -> None:
    (faute,) = trouver(operation)
    assert mot in faute
    assert trouver(operation, compatible="la colonne n’est plus lue depuis la version 2") == []
    assert trouver(operation, avec_arret="les politiques de lignes changent tout") == []


@pytest.mark.parametrize(
    "operation",
    [
        NEUVE,
        o.AddField("piece", "lieu", models.CharField(max_length=9, null=True)),
        o.AddField("piece", "lieu", models.CharField(max_length=9, db_default="")),
        o.AlterField("piece", "nom", models.CharField("nom", max_length=40)),
        o.RemoveConstraint("piece", "regle"),
        AddIndexConcurrently("piece", models.Index(fields=["nom"], name="i")),
        declencheur("insert_insert"),
        o.SeparateDatabaseAndState(state_operations=[o.RemoveField("piece", "note")]),
    ],
)
def test_ce_qui_lui_convient(operation: object) -> None:
    avant = [o.AddConstraint("piece", REGLE)] if isinstance(operation, o.RemoveConstraint) else []
    assert [f for f in trouver(*avant, operation) if "AddConstraint" not in f] == []


def test_une_table_neuve_est_libre() -> None:
    suite = (
        o.AddField("neuve", "nom", models.CharField(max_length=9, default="")),
        o.AddIndex("neuve", models.Index(fields=["nom"], name="i")),
        o.AddConstraint("neuve", models.UniqueConstraint(fields=["nom"], name="u")),
    )
    assert trouver(NEUVE, *suite) == []
