"""The computations of the bench are what services freeze: they come out again the same."""

import pytest

from subventions.models import Calcul, Droit
from subventions.services.rejeu import rejouer_entre, tranches
from subventions.services.verification import calculs_alteres
from tests.banc.calculs import ESSAIS, projeter
from tests.banc.jeu_calculs import generer


@pytest.mark.django_db
def test_les_calculs_du_banc_se_rejouent_et_se_projettent() -> None:
    generer(9)
    assert set(Calcul.objects.values_list("dispositif", flat=True)) == set(ESSAIS)
    assert Droit.objects.en_vigueur().count() == 9
    assert list(calculs_alteres()) == []
    ((debut, fin),) = tranches(100)
    assert rejouer_entre(debut, fin) == (9, [])
    assert projeter().note.startswith("9 droits en ")
