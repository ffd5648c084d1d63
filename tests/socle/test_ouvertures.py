"""The reasons of the system, as the portal tells them."""

from pathlib import Path

import pytest

from portal.socle.ouvertures import cause


@pytest.mark.parametrize(
    ("chemin", "dite"),
    [
        ("absent.txt", " : il n’existe pas"),
        (".", " : c’est un dossier"),
        ("fichier/dedans.txt", " : son dossier n’en est pas un"),
    ],
)
def test_le_systeme_le_dit_en_francais(chemin: str, dite: str, tmp_path: Path) -> None:
    (tmp_path / "fichier").touch()
    with pytest.raises(OSError, match=r"\[Errno") as leve:
        (tmp_path / chemin).read_bytes()
    assert cause(leve.value) == dite


def test_un_droit_qui_manque_se_dit() -> None:
    assert cause(PermissionError(13, "Permission denied")).endswith("n’a pas le droit de le lire")


def test_une_cause_inconnue_ne_se_dit_pas_en_anglais() -> None:
    assert cause(OSError(5, "Input/output error")) == ""
