"""From one year to the next: a question that was not asked is not a question answered by nobody."""

from decimal import Decimal

from bilans.regles.analyse.comparaison import evolutions_des_choix, evolutions_du_nombre
from bilans.regles.analyse.comptes import compter

OUI_NON = (("oui", "Oui"), ("non", "Non"))


def test_les_parts_d_une_annee_a_l_autre() -> None:
    comptes = [compter({"oui": 1, "non": 3}, 4), None, compter({"oui": 1, "non": 1}, 9)]
    oui, non = evolutions_des_choix(comptes, OUI_NON, "oui_non")

    assert oui.valeurs == (Decimal("25.0"), None, Decimal("50.0"))
    assert oui.ecarts == (None, None, None)
    assert non.libelle == "Non"
    assert evolutions_des_choix(comptes[::2], OUI_NON, "oui_non")[0].ecarts == (
        None,
        Decimal("25.0"),
    )


def test_une_annee_sans_reponse_n_est_pas_zero() -> None:
    moyenne, mediane = evolutions_du_nombre(
        [compter({"2": 1, "4": 1}, 2), compter({None: 3}, 3), compter({"10": 1}, 1)]
    )
    assert moyenne.valeurs == (Decimal("3.00"), None, Decimal("10.00"))
    assert mediane.ecarts == (None, None, None)
