"""What a question comes to by kind, and what is masked when results stand side by side."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bilans.regles.analyse.masquage import est_petit
from bilans.regles.analyse.resultats import (
    NON_POSEES,
    REPONDUES,
    SANS_REPONSE,
    Resultat,
    masquer_ensemble,
    resultat,
)
from bilans.regles.colonnes import Colonne
from bilans.regles.questionnaire import Place, Question
from tests.bilans.strategies import PROPRIETE

SEUIL = 5
OUI_NON = Question("q", "Q", "oui_non", ne_sait_pas=True)


def colonne(question: Question) -> Colonne:
    return Colonne("q", question, Place((0, 0), question), ("essai-1",), question.options)


def oui_non(oui: int, non: int, autres: int = 0) -> Resultat:
    return resultat(colonne(OUI_NON), {"oui": oui, "non": non}, oui + non + autres)


def test_chaque_genre_a_ce_qui_lui_va() -> None:
    nombre = resultat(colonne(Question("q", "Q", "entier")), {"2": 3, "4": 1, None: 1}, 6)
    assert nombre.mesures is not None
    assert nombre.mesures.moyenne == Decimal("2.50")
    assert [f.effectif for f in nombre.frequences] == [3, 1]
    assert nombre.totaux == {REPONDUES: 4, "ne_sait_pas": 0, SANS_REPONSE: 1, NON_POSEES: 1}
    jours = {"2025-03-01": 1, "2025-03-31": 2, "2024-12-01": 1}
    jour = resultat(colonne(Question("q", "Q", "date")), jours, 4)
    assert [(f.code, f.effectif) for f in jour.frequences] == [("2024-12", 1), ("2025-03", 3)]
    texte = resultat(colonne(Question("q", "Q", "texte_long")), {"rempli": 2}, 3)
    assert texte.est_libre
    assert not texte.frequences


def test_un_resultat_seul_masque_ses_petits_effectifs_et_ses_totaux() -> None:
    masque = resultat(colonne(OUI_NON), {"oui": 3, "non": 20, None: 1}, 40, SEUIL)
    assert masque.valeurs_masquees == {"oui", "non"}
    assert masque.masques == {SANS_REPONSE, NON_POSEES}
    peu = resultat(colonne(Question("q", "Q", "entier")), {"2": 3, None: 30}, 40, SEUIL)
    assert peu.mesures is None
    # Not even which number it is.
    assert not peu.frequences


def test_un_territoire_ne_se_retrouve_pas_par_les_autres_et_le_total() -> None:
    """Three, twenty and thirty « oui » come to fifty-three, which the nation reads elsewhere."""
    masques = masquer_ensemble([oui_non(3, 10), oui_non(20, 10), oui_non(30, 10)], SEUIL)
    caches = [bool(r and "oui" in r.valeurs_masquees) for r in masques]
    assert caches[0]
    assert sum(caches) >= 2


def test_une_moyenne_ne_se_retrouve_pas_non_plus() -> None:
    question = colonne(Question("q", "Q", "entier"))
    resultats = [resultat(question, {"2": combien}, combien) for combien in (3, 20, 30)]
    masques = masquer_ensemble(resultats, SEUIL)
    assert [r and r.mesures for r in masques][:2] == [None, None]
    assert masquer_ensemble(resultats, 0) == tuple(resultats)
    assert masquer_ensemble([None, None], SEUIL) == (None, None)


EFFECTIFS = st.integers(0, 12)


@PROPRIETE
@given(st.lists(st.tuples(EFFECTIFS, EFFECTIFS), min_size=1, max_size=4))
def test_aucun_petit_effectif_n_est_montre(paires: list[tuple[int, int]]) -> None:
    bruts = [oui_non(oui, non) for oui, non in paires]
    for resultat_ in masquer_ensemble(bruts, SEUIL):
        assert resultat_ is not None
        if REPONDUES in resultat_.masques:
            assert {f.code for f in resultat_.frequences} == resultat_.valeurs_masquees
        for frequence in resultat_.frequences:
            if est_petit(frequence.effectif, SEUIL):
                assert frequence.code in resultat_.valeurs_masquees
