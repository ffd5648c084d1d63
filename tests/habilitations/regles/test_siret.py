"""A SIRET as people type it and as spreadsheets spoil it."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habilitations.regles.siret import SiretIllisible, lire_siret
from tests.monde import SIRETS


@pytest.mark.parametrize(
    "ecrit",
    [
        "98123400800010",
        " 981 234 008 00010 ",
        "981\u00a0234\u202f008\u00a000010",
        "981.234.008.00010",
        "981-234-008 00010",
        "\ufeff98123400800010",
        "\u200e981\u00ad234 008 00010\u202c",
        "９８１２３４００８０００１０",
    ],
)
def test_les_espaces_et_ce_qui_se_copie_avec_sont_compris(ecrit: str) -> None:
    assert lire_siret(ecrit) == (SIRETS[0], "")


@pytest.mark.parametrize(
    ("ecrit", "siret"),
    [
        ("5650235400014", "05650235400014"),
        ("5 650 235 400 014", "05650235400014"),
        ("650235500016", "00650235500016"),
    ],
)
def test_les_zeros_de_tete_perdus_sont_remis_et_dits(ecrit: str, siret: str) -> None:
    lu, remarque = lire_siret(ecrit)
    assert lu == siret
    assert "zéro de tête" in remarque
    assert siret in remarque


@pytest.mark.parametrize(
    "ecrit", ["9.8123400800010E+13", "9,8123400800010E+13", "9.812340080001e13"]
)
def test_un_exposant_qui_garde_tout_est_relu_et_dit(ecrit: str) -> None:
    if ecrit.endswith("e13"):
        with pytest.raises(SiretIllisible, match="arrondi"):
            lire_siret(ecrit)
    else:
        assert lire_siret(ecrit)[0] == SIRETS[0]
        assert "exposant" in lire_siret(ecrit)[1]


@pytest.mark.parametrize(
    ("ecrit", "dit"),
    [
        ("3,62521E+13", "arrondi ce SIRET (3,62521E+13)"),
        ("9.81234E+13", "format Texte"),
        ("1E+99", "arrondi"),
        ("", "Indiquez le SIRET"),
        ("   ", "Indiquez le SIRET"),
        ("981234008", "compte 9 chiffres, au lieu de 14"),
        ("981234008000100", "15 chiffres"),
        ("98123400800011", "n’est pas valide"),
        ("Ville de Chambéry", "n’est pas un SIRET"),
        ("9812340080001O", "n’est pas un SIRET"),
    ],
)
def test_ce_qui_n_en_est_pas_un_est_explique(ecrit: str, dit: str) -> None:
    with pytest.raises(SiretIllisible) as illisible:
        lire_siret(ecrit)
    assert dit in str(illisible.value)


@given(st.text(max_size=30))
def test_rien_d_autre_qu_un_siret_ou_une_phrase(ecrit: str) -> None:
    with suppress(SiretIllisible):
        lu, _ = lire_siret(ecrit)
        assert len(lu) == 14
        assert lu.isascii()
        assert lu.isdigit()
