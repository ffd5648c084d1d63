"""``manage.py importer_questionnaire --a-blanc``: an answer, without any database."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

RACINE = Path(__file__).parents[2]
CAS = RACINE / "tests" / "cas" / "xlsform"
ATTENDUS = json.loads((CAS / "attendu.json").read_text(encoding="utf-8"))


def lancer(dossier: Path, *fichiers: Path) -> tuple[int, list[dict[str, Any]]]:
    """Run the command where neither a database nor a server can be reached."""
    environnement = {
        **os.environ,
        "DATABASE_URL": "postgres://personne@127.0.0.1:1/rien",
        "REDIS_URL": "redis://127.0.0.1:1",
        "DOSSIER_DONNEES": str(dossier),
        "SECRET_KEY": "essai",
    }
    environnement.pop("DJANGO_SETTINGS_MODULE", None)
    sortie = subprocess.run(
        [sys.executable, "manage.py", "importer_questionnaire", "--a-blanc", *map(str, fichiers)],
        cwd=RACINE,
        env=environnement,
        capture_output=True,
        check=False,
    )
    return sortie.returncode, json.loads(sortie.stdout)


def test_la_commande_repond_de_chaque_fichier_sans_base_de_donnees(tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.xlsx"
    hostile.write_bytes(b"PK\x03\x04 rien de bon")

    code, lus = lancer(tmp_path, *(CAS / cas["fichier"] for cas in ATTENDUS), hostile)

    assert code == 0
    messages = [[erreur.pop("message") for erreur in lu["erreurs"]] for lu in lus]
    assert lus[:-1] == ATTENDUS
    assert (lus[-1]["fichier"], lus[-1]["statut"]) == ("hostile.xlsx", "refuse")
    assert messages[-1]
    assert all(message for dits in messages for message in dits)


def test_un_fichier_absent_se_dit_et_les_autres_ont_leur_reponse(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as fin:
        call_command(
            "importer_questionnaire",
            "--a-blanc",
            str(tmp_path / "absent.xlsx"),
            str(tmp_path),
            str(CAS / "simple.xlsx"),
        )

    lus = json.loads(capsys.readouterr().out)
    assert fin.value.code == 1
    assert [lu["statut"] for lu in lus] == ["refuse", "refuse", "importable"]
    assert [erreur["message"] for lu in lus for erreur in lu["erreurs"]] == [
        "Ce fichier ne peut pas être ouvert : il n’existe pas.",
        "Ce fichier ne peut pas être ouvert : c’est un dossier.",
    ]


def test_la_commande_ne_lit_qu_a_blanc() -> None:
    with pytest.raises(CommandError, match="--a-blanc"):
        call_command("importer_questionnaire", str(CAS / "simple.xlsx"))
