"""Where a right stands, whatever is paid of it and whatever suspends it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subventions.droits.regles.situation import (
    EN_VIGUEUR,
    EXPLICATIONS,
    LIBELLES,
    EtatDroit,
    Mot,
    Mouvements,
    situer,
)

montants = st.decimals(min_value=0, max_value=10**9, places=2)
mouvements = st.none() | st.builds(
    Mouvements, verse=montants, a_venir=st.none() | montants, acheve=st.booleans()
)


@given(etat=st.sampled_from(list(EtatDroit)), suspendu=st.booleans(), paye=mouvements)
def test_chaque_situation_a_un_mot(etat: str, suspendu: bool, paye: Mouvements | None) -> None:
    mot = situer(etat, est_suspendu=suspendu, mouvements=paye)
    assert LIBELLES[mot]
    assert EXPLICATIONS[mot]
    if etat not in EN_VIGUEUR:
        assert mot == etat, "ce qui ne compte plus n’est ni suspendu ni payé"
    elif paye and paye.acheve:
        assert mot == Mot.SOLDE
    else:
        assert (mot == Mot.SUSPENDU) == suspendu


@pytest.mark.parametrize(
    ("paye", "mot"),
    [
        (None, "definitif"),
        (Mouvements(), "definitif"),
        (Mouvements(verse=Decimal("0.01")), "liquide"),
        (Mouvements(verse=Decimal(10), acheve=True), "solde"),
    ],
)
def test_un_droit_definitif_suit_ce_qui_est_paye(paye: Mouvements | None, mot: str) -> None:
    assert situer("definitif", est_suspendu=False, mouvements=paye) == mot
