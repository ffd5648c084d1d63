"""Marks: one, two of them, none."""

import pytest

from portal.socle.marques import CHOIX, est_hypothese, lettres_de


@pytest.mark.parametrize(
    ("marque", "lettres", "hypothese"),
    [
        ("S", ("S",), False),
        ("P", ("P",), False),
        ("H", ("H",), True),
        ("S/H", ("S", "H"), True),
        ("", (), False),
    ],
)
def test_les_lettres_d_une_marque(marque: str, lettres: tuple[str, ...], hypothese: bool) -> None:
    assert lettres_de(marque) == lettres
    assert est_hypothese(marque) is hypothese


def test_un_champ_propose_les_trois_lettres_telles_qu_on_les_ecrit() -> None:
    assert CHOIX == [("S", "Règle"), ("P", "Publié"), ("H", "Hypothèse, à confirmer")]
    assert all(type(lettre) is str for lettre, _ in CHOIX)
