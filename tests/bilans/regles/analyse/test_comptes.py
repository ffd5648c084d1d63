"""Counts add up; who did not know, left empty or was not asked is counted apart."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilans.regles.analyse.comptes import (
    Compte,
    compter,
    frequences,
    joindre,
    part,
    separer,
)
from tests.bilans.strategies import PROPRIETE

OUI_NON = (("oui", "Oui"), ("non", "Non"))
COULEURS = (("r", "Rouge"), ("v", "Vert"), ("b", "Bleu"))
EFFECTIFS = st.dictionaries(
    st.sampled_from(["r", "v", "b", "ne_sait_pas", "perdu", None]), st.integers(0, 50)
)


def test_un_non_n_est_pas_un_silence() -> None:
    """The four things that are not « oui » are four things."""
    compte = compter({"oui": 6, "non": 2, "ne_sait_pas": 3, None: 4}, 20)

    assert (compte.repondues, compte.ne_sait_pas, compte.sans_reponse) == (8, 3, 4)
    assert (compte.posees, compte.non_posees) == (15, 5)
    assert [(f.libelle, f.effectif, f.part) for f in frequences(compte, OUI_NON, "oui_non")] == [
        ("Oui", 6, Decimal("75.0")),
        ("Non", 2, Decimal("25.0")),
    ]


def test_un_choix_que_personne_ne_fait_se_voit_et_un_choix_retire_aussi() -> None:
    compte = compter({"r": 1, "ancien": 2}, 3)
    assert [(f.code, f.effectif, f.part) for f in frequences(compte, COULEURS, "choix")] == [
        ("r", 1, Decimal("33.3")),
        ("v", 0, Decimal("0.0")),
        ("b", 0, Decimal("0.0")),
        ("ancien", 2, Decimal("66.7")),
    ]


def test_plusieurs_choix_se_comptent_chacun_parmi_ceux_qui_repondent() -> None:
    compte = compter({joindre(["v", "r"]): 3, "v": 1, None: 1}, 5)
    assert [
        (f.code, f.effectif, f.part) for f in frequences(compte, COULEURS, "choix_multiples")
    ] == [
        ("r", 3, Decimal("75.0")),
        ("v", 4, Decimal("100.0")),
        ("b", 0, Decimal("0.0")),
    ]
    assert separer(joindre(["v", "r", "v"])) == ("r", "v")


def test_sans_reponse_il_n_y_a_pas_de_part() -> None:
    assert part(0, 0) is None
    assert [f.part for f in frequences(Compte(3), OUI_NON, "oui_non")] == [None, None]
    with pytest.raises(ValueError, match="plus de réponses"):
        compter({"oui": 2}, 1)


@PROPRIETE
@given(EFFECTIFS, st.integers(0, 20))
def test_les_totaux_sont_justes(effectifs: dict[str | None, int], non_posees: int) -> None:
    compte = compter(effectifs, sum(effectifs.values()) + non_posees)

    assert compte.posees == sum(effectifs.values())
    assert compte.non_posees == non_posees
    tous = frequences(compte, COULEURS, "choix")
    assert sum(f.effectif for f in tous) == compte.repondues
    assert compte.repondues + compte.ne_sait_pas + compte.sans_reponse == compte.posees
    if compte.repondues:
        somme = sum((f.part for f in tous if f.part is not None), Decimal(0))
        # Each share is rounded by half a tenth at most.
        assert abs(somme - 100) <= Decimal("0.05") * len(tous)


@PROPRIETE
@given(
    st.dictionaries(st.lists(st.sampled_from("rvb"), min_size=1).map(joindre), st.integers(1, 9))
)
def test_chaque_choix_compte_ceux_qui_le_font(effectifs: dict[str | None, int]) -> None:
    compte = compter(effectifs, sum(effectifs.values()))
    for frequence in frequences(compte, COULEURS, "choix_multiples"):
        attendu = sum(n for v, n in effectifs.items() if v and frequence.code in v.split())
        assert frequence.effectif == attendu <= compte.repondues
