"""``manage.py importer_questionnaire --a-blanc``: an answer, without any database."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

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


def test_la_commande_rend_ce_qui_est_attendu_de_chaque_fichier(tmp_path: Path) -> None:
    code, lus = lancer(tmp_path, *(CAS / cas["fichier"] for cas in ATTENDUS))

    assert code == 0
    for cas, lu in zip(ATTENDUS, lus, strict=True):
        messages = [erreur.pop("message") for erreur in lu["erreurs"]]
        assert lu == cas
        assert all(messages)


def test_un_fichier_hostile_a_sa_reponse_et_les_autres_aussi(tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.xlsx"
    hostile.write_bytes(b"PK\x03\x04 rien de bon")

    code, lus = lancer(tmp_path, hostile, CAS / "simple.xlsx")

    assert code == 0
    assert [lu["statut"] for lu in lus] == ["refuse", "importable"]
    assert lus[0]["erreurs"][0]["message"]


def test_un_fichier_absent_se_dit(tmp_path: Path) -> None:
    code, lus = lancer(tmp_path, tmp_path / "absent.xlsx", CAS / "simple.xlsx")

    assert code == 1
    assert [lu["statut"] for lu in lus] == ["refuse", "importable"]
