"""What a computation costs: calls to compute, calls to write, nothing read again each time.

The bounds are those of 28 November 2026 and a quarter more.
"""

import pytest

from subventions.referentiels import plan_comptable
from subventions.regles.bareme import lire_bareme
from subventions.regles.moteur import estimer
from tests.appels import compter_appels
from tests.subventions.outils import BAREMES, collectif, donnees_valides, lieu, poste


@pytest.mark.parametrize(
    ("dispositif", "lignes", "calcul_max", "rendu_max"),
    [
        ("cct", {"postes": [poste()] * 4}, 790, 290),
        ("diagnostic", {}, 90, 84),
        ("clas", {"collectifs": [collectif(True)] * 40}, 1020, 212),
        ("er", {"lieux": [lieu()] * 3}, 490, 190),
    ],
)
def test_un_calcul_fait_peu_d_appels(dispositif, lignes, calcul_max, rendu_max):
    bareme, _ = lire_bareme(dispositif, BAREMES[dispositif])
    donnees = donnees_valides(dispositif) | lignes
    plan = plan_comptable()

    assert compter_appels(lambda: estimer(dispositif, donnees, bareme, plan, 2025)) < calcul_max
    estimation = estimer(dispositif, donnees, bareme, plan, 2025)
    assert compter_appels(estimation.en_json) < rendu_max


def test_le_plan_d_un_exercice_et_le_bareme_d_une_formule_sont_tires_une_fois():
    bareme, _ = lire_bareme("er", BAREMES["er"])
    assert bareme.pour("er") is bareme.pour("er")
    assert plan_comptable().valides(2025) is plan_comptable().valides(2025)
    assert plan_comptable().valides(2024) is not plan_comptable().valides(2025)
