"""A written reason: a floor of letters, whatever the words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.socle.motifs import (
    TROP_COURT,
    TROP_REPETE,
    MotifInsuffisant,
    est_un_motif,
    lire_motif,
)

DEMANDE = "Indiquez le motif."


@pytest.mark.parametrize("texte", ["", "   ", "\r\n\t", "\u00a0"])
def test_rien_d_ecrit(texte: str) -> None:
    with pytest.raises(MotifInsuffisant) as refus:
        lire_motif(texte, DEMANDE)

    assert str(refus.value) == DEMANDE


@pytest.mark.parametrize(
    "texte",
    [
        "x",
        "ok",
        "RAS",
        "Rien à signaler",  # thirteen letters
        "Départ d’un agent",  # fourteen
        "12 345 678 901 234,56 €",
        "…………………………………………",
        "a b c d e f g h i j k l m n",
        "ok" + " " * 40 + ".",
    ],
)
def test_trop_court(texte: str) -> None:
    with pytest.raises(MotifInsuffisant) as refus:
        lire_motif(texte, DEMANDE)

    assert str(refus.value) == f"{DEMANDE} {TROP_COURT}"


@pytest.mark.parametrize(
    "texte",
    [
        "aaaaaaaaaaaaaaaaaaaaaaaa",
        "a a a a a a a a a a a a a a a a",
        "ok ok ok ok ok ok ok ok ok",
        "AaÀâAaÀâAaÀâAaÀâAaÀâ",
        "oooooooooooooooook merci",
    ],
)
def test_les_memes_lettres_repetees(texte: str) -> None:
    with pytest.raises(MotifInsuffisant) as refus:
        lire_motif(texte, DEMANDE)

    assert str(refus.value) == f"{DEMANDE} {TROP_REPETE}"


@pytest.mark.parametrize(
    "texte",
    [
        "Départ de l’agente",  # fifteen letters exactly
        "Équipement fermé",
        "Un collectif de plus",
        "Œuvre transférée à Noël",
        "Δεν λειτουργεί πια εδώ",
    ],
)
def test_quinze_lettres_suffisent(texte: str) -> None:
    assert lire_motif(f"  {texte}\n", DEMANDE) == texte
    assert est_un_motif(texte)


def test_les_fins_de_ligne_comptent_une_fois() -> None:
    assert lire_motif("Un agent parti,\r\nun autre absent.\r", DEMANDE) == (
        "Un agent parti,\nun autre absent."
    )


@given(st.text(max_size=60))
def test_ni_les_espaces_ni_la_ponctuation_ne_comptent(texte: str) -> None:
    assert est_un_motif(" … ".join(texte)) == est_un_motif(texte)


@given(st.sampled_from("aéxZœ"), st.integers(min_value=1, max_value=200))
def test_une_seule_lettre_ne_suffit_jamais(lettre: str, fois: int) -> None:
    assert not est_un_motif(lettre * fois)
