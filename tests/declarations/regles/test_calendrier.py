"""Windows: dates from a rule, last days included."""

from datetime import date, timedelta

import pytest

from declarations.regles.calendrier import JourRelatif, fenetre


def test_la_fenetre_de_la_reelle_d_un_er() -> None:
    vue = fenetre(JourRelatif(16, 1, 1), JourRelatif(31, 3, 1), 30, 2025)

    assert vue.ouvre_le == date(2026, 1, 16)
    assert vue.echeance_le == date(2026, 3, 31)
    assert vue.ferme_le == date(2026, 4, 30)


def test_la_fenetre_d_une_previsionnelle_ouvre_l_annee_d_avant() -> None:
    vue = fenetre(JourRelatif(15, 12, -1), JourRelatif(13, 2), 30, 2026)

    assert vue.ouvre_le == date(2025, 12, 15)
    assert vue.echeance_le == date(2026, 2, 13)


@pytest.mark.parametrize(
    ("annee", "attendu"), [(2024, date(2024, 2, 29)), (2025, date(2025, 2, 28))]
)
def test_un_29_fevrier_hors_annee_bissextile_tombe_le_28(annee: int, attendu: date) -> None:
    assert JourRelatif(29, 2).pour(annee) == attendu


def test_les_bornes_comptent() -> None:
    vue = fenetre(JourRelatif(16, 1, 1), JourRelatif(31, 3, 1), 0, 2025)

    assert not vue.est_ouverte(vue.ouvre_le - timedelta(days=1))
    assert vue.est_ouverte(vue.ouvre_le)
    assert vue.est_ouverte(vue.ferme_le)
    assert not vue.est_ouverte(vue.ferme_le + timedelta(days=1))
