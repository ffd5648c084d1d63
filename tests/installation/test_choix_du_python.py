"""Which Python the environment is made from: quick first, the first of the PATH otherwise."""

import subprocess
import sys
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parents[2]
# A Python that says of itself what its name tells, and can be asked nothing else.
FAUX = """#!/bin/sh
case "$2" in
  *CONFIG_ARGS*) exit $(({trop_ancien} | {sans_profil})) ;;
  *version_info*) exit {trop_ancien} ;;
  *) exit 0 ;;
esac
"""


def poser(dossier: Path, nom: str, *, trop_ancien: int = 0, sans_profil: int = 0) -> str:
    programme = dossier / nom
    programme.write_text(FAUX.format(trop_ancien=trop_ancien, sans_profil=sans_profil))
    programme.chmod(0o755)
    return str(programme)


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """The only folder of the PATH; the distribution's Python is told away, whatever it is."""
    dossier = tmp_path / "bin"
    dossier.mkdir()
    return dossier


def choisi(dossier: Path) -> subprocess.CompletedProcess[str]:
    script = (RACINE / ".ci/commun.sh").read_text().replace("/usr/bin/python3", "distribution")
    return subprocess.run(
        ["/bin/bash", "-c", f"{script}\nchoisir_python"],
        env={"PATH": str(dossier)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_le_premier_du_path_quand_il_est_compile_avec_son_profil(dossier: Path) -> None:
    premier = poser(dossier, "python3")
    poser(dossier, "distribution")
    assert choisi(dossier).stdout.strip() == premier


def test_celui_de_la_distribution_plutot_qu_un_premier_plus_lent(dossier: Path) -> None:
    poser(dossier, "python3", sans_profil=1)
    rapide = poser(dossier, "distribution")
    assert choisi(dossier).stdout.strip() == rapide


def test_le_premier_du_path_faute_de_plus_rapide(dossier: Path) -> None:
    premier = poser(dossier, "python3", sans_profil=1)
    poser(dossier, "python3.13", sans_profil=1)
    assert choisi(dossier).stdout.strip() == premier


def test_un_trop_ancien_n_est_jamais_pris(dossier: Path) -> None:
    poser(dossier, "python3", trop_ancien=1)
    poser(dossier, "distribution", trop_ancien=1)
    recent = poser(dossier, "python3.12", sans_profil=1)
    assert choisi(dossier).stdout.strip() == recent


def test_aucun_et_on_dit_lequel_installer(dossier: Path) -> None:
    poser(dossier, "python3", trop_ancien=1)
    fait = choisi(dossier)
    assert fait.returncode == 1
    assert "Python 3.11 ou plus récent" in fait.stderr


def test_un_vrai_python_repond_aux_deux_questions(dossier: Path) -> None:
    """Whatever it answers, it is taken when it is alone: neither question is a mistake."""
    (dossier / "python3").symlink_to(Path(sys._base_executable).resolve())
    assert choisi(dossier).stdout.strip() == str(dossier / "python3")
