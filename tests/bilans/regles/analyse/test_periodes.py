"""Days brought together, by month while one can read them, by year beyond."""

from hypothesis import given
from hypothesis import strategies as st

from bilans.regles.analyse.periodes import ANNEE, MOIS, MOIS_MAX, pas_naturel, periode
from bilans.regles.analyse.resultats import resultat
from bilans.regles.questionnaire import Question
from tests.bilans.regles.analyse.test_resultats import colonne
from tests.bilans.strategies import PROPRIETE

DATE = Question("q", "Q", "date")


def test_vingt_quatre_mois_se_lisent_et_pas_un_de_plus() -> None:
    mois = [f"{annee}-{rang:02}-01" for annee in (2024, 2025) for rang in range(1, 13)]
    assert len(mois) == MOIS_MAX
    assert pas_naturel(mois) == MOIS
    assert pas_naturel([*mois, "2026-01-31"]) == ANNEE
    assert [periode("2026-01-31", pas) for pas in (MOIS, ANNEE)] == ["2026-01", "2026"]
    par_an = resultat(colonne(DATE), dict.fromkeys([*mois, "2026-01-31"], 2), 60)
    assert [(f.code, f.effectif) for f in par_an.frequences] == [
        ("2024", 24),
        ("2025", 24),
        ("2026", 2),
    ]


@PROPRIETE
@given(st.dictionaries(st.dates().map(str), st.integers(1, 9), max_size=40))
def test_aucun_jour_ne_se_perd_en_chemin(jours: dict[str, int]) -> None:
    lu = resultat(colonne(DATE), jours, sum(jours.values()))
    assert sum(f.effectif for f in lu.frequences) == sum(jours.values())
    assert [f.code for f in lu.frequences] == sorted(f.code for f in lu.frequences)
