"""An empty database gets in one go what the migrations make, and nothing else."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection

from portal.socle import schema_ecrit
from portal.socle.schema_ecrit import Schema, lire, mettre_a_jour, poser
from tests.modele import modele_a_jour
from tests.schema import appliquees, base_neuve, relu, schema_de_la_base

PROUVE = "ce que font les migrations"


@pytest.fixture
def ecrit() -> Schema:
    schema = lire()
    assert schema is not None
    return schema


@pytest.fixture
def vide(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """An empty database, where every query of the test goes."""
    with django_db_blocker.unblock(), base_neuve(f"{connection.settings_dict['NAME']}_vide"):
        yield


@pytest.fixture
def migrations() -> Iterator[mock.Mock]:
    """``migrate``, asked for and not played."""
    with mock.patch.object(schema_ecrit, "call_command") as appel:
        yield appel


def _tables() -> list[str]:
    return connection.introspection.table_names()


def test_il_dit_les_migrations_d_aujourd_hui(ecrit: Schema) -> None:
    assert dict(ecrit.empreintes) == schema_ecrit.empreintes(), "lancez « make schema »"


@pytest.mark.longue
def test_il_fait_ce_que_font_les_migrations(ecrit: Schema, vide: None) -> None:
    """Once per set of migrations: the model made from it remembers that it was proved."""
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT oid, shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [modele := modele_a_jour()],
        )
        if curseur.fetchone()[1] == PROUVE:
            return
    call_command("migrate", verbosity=0, interactive=False)
    assert appliquees() == ecrit.appliquees
    fait = relu(replace(ecrit, sql=schema_de_la_base()))
    assert fait.sql.splitlines() == ecrit.sql.splitlines()
    with connection.cursor() as curseur:
        curseur.execute(f"COMMENT ON DATABASE \"{modele}\" IS '{PROUVE}'")


def test_une_base_vide_l_a_d_un_coup(ecrit: Schema, vide: None, migrations: mock.Mock) -> None:
    mettre_a_jour()
    assert not migrations.called
    assert schema_de_la_base().splitlines() == ecrit.sql.splitlines()
    assert appliquees() == ecrit.appliquees

    mettre_a_jour()  # nothing lacks
    assert not migrations.called


@pytest.mark.parametrize("tables", ["CREATE TABLE notes (texte text)", ""])
def test_une_base_qui_n_est_pas_vide_ou_un_fichier_perime_passe_par_les_migrations(
    tables: str, ecrit: Schema, vide: None, migrations: mock.Mock
) -> None:
    perime = replace(ecrit, empreintes={**ecrit.empreintes, "socle.0017_schema": "autre"})
    with connection.cursor() as curseur:
        curseur.execute(tables or "SELECT 1")
    with mock.patch.object(schema_ecrit, "lire", return_value=ecrit if tables else perime):
        mettre_a_jour()
    migrations.assert_called_once_with("migrate", verbosity=0, interactive=False)
    assert _tables() == (["notes"] if tables else [])


def test_une_migration_de_plus_se_joue_apres(
    ecrit: Schema, vide: None, migrations: mock.Mock
) -> None:
    # Of a library: those of the portal, folded, stand for several.
    derniere = next(cle for cle in reversed(ecrit.appliquees) if cle[0] == "admin")
    avant = replace(
        ecrit,
        empreintes={c: v for c, v in ecrit.empreintes.items() if c != ".".join(derniere)},
        appliquees=tuple(cle for cle in ecrit.appliquees if cle != derniere),
    )
    assert avant.convient()
    with mock.patch.object(schema_ecrit, "lire", return_value=avant):
        mettre_a_jour()
    assert "subventions_calcul" in _tables()
    assert migrations.called


@pytest.mark.parametrize(
    "change",
    [{"socle.0017_schema": "autre"}, {"socle.0000_ancienne": "partie"}, {"django": "4.0"}],
)
def test_il_ne_convient_plus_a_d_autres_sources(change: dict[str, str], ecrit: Schema) -> None:
    assert ecrit.convient()
    assert not replace(ecrit, empreintes={**ecrit.empreintes, **change}).convient()


def test_il_se_pose_en_entier_ou_pas_du_tout(ecrit: Schema, vide: None) -> None:
    with pytest.raises(ProgrammingError, match="absente"):
        poser(replace(ecrit, sql=f"{ecrit.sql}\nSELECT * FROM absente;"))
    assert _tables() == []


def test_le_meme_schema_donne_les_memes_octets(ecrit: Schema, tmp_path: Path) -> None:
    schema_ecrit.ecrire(ecrit, tmp_path / "a.gz")
    schema_ecrit.ecrire(lire(tmp_path / "a.gz") or ecrit, tmp_path / "b.gz")
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()
    assert lire(tmp_path / "b.gz") == ecrit
    assert lire(tmp_path / "absent.gz") is None
