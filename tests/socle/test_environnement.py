"""Secrets given by files, as containers are given them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.socle.environnement import secret

RACINE = Path(__file__).resolve().parents[2]


def test_un_secret_vient_de_la_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ESSAI", "ouvre-toi")
    assert secret("ESSAI") == "ouvre-toi"


def test_un_secret_vient_du_fichier_sans_sa_fin_de_ligne(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "s").write_text("ouvre toi, été\n")
    monkeypatch.setenv("ESSAI_FILE", str(tmp_path / "s"))
    assert secret("ESSAI") == "ouvre toi, été"


def test_sans_variable_ni_fichier_il_n_y_a_rien() -> None:
    assert secret("ESSAI") == ""


@pytest.mark.parametrize("contenu", [b"", b" \n", b"\xff\xfe", None])
def test_un_fichier_vide_ou_illisible_est_refuse(
    contenu: bytes | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if contenu is not None:
        (tmp_path / "s").write_bytes(contenu)
    monkeypatch.setenv("ESSAI_FILE", str(tmp_path / "s"))
    with pytest.raises(ImproperlyConfigured, match="ESSAI_FILE"):
        secret("ESSAI")


def test_deux_sources_pour_un_secret_sont_refusees(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "s").write_text("a")
    monkeypatch.setenv("ESSAI", "b")
    monkeypatch.setenv("ESSAI_FILE", str(tmp_path / "s"))
    with pytest.raises(ImproperlyConfigured, match="gardez-en une"):
        secret("ESSAI")


def test_les_reglages_lisent_chaque_secret_dans_son_fichier(tmp_path: Path) -> None:
    """The settings themselves, in a process of their own: nothing embedded is started."""
    valeurs = {
        "SECRET_KEY": "k" * 60,
        "DATABASE_URL": "postgresql://portail@base:5432/portail",
        "DATABASE_PASSWORD": "p@ss/é%20",
        "REDIS_URL": "redis://redis:6379/0",
        "EMAIL_URL": "smtp+tls://compte:secret@courrier:587",
    }
    variables = {"PATH": os.environ["PATH"], "DOSSIER_DONNEES": str(tmp_path / "donnees")}
    for nom, valeur in valeurs.items():
        (tmp_path / nom).write_text(f"{valeur}\n")
        variables[f"{nom}_FILE"] = str(tmp_path / nom)
    programme = (
        "from portal import settings as s; base = s.DATABASES['default'];"
        "print(s.SECRET_KEY, base['HOST'], base['USER'], base['PASSWORD'], s.REDIS_URL,"
        " s.EMAIL_HOST, s.EMAIL_HOST_PASSWORD, sep='\\n')"
    )
    lance = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", programme],
        cwd=RACINE,
        env=variables,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert lance.stdout.splitlines() == [
        *("k" * 60, "base", "portail", "p@ss/é%20", "redis://redis:6379/0"),
        *("courrier", "secret"),
    ], lance.stderr
    assert not (tmp_path / "donnees").exists()
