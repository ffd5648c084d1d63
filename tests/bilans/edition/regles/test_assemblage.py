"""Conditions as lists, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilans.edition.regles.arbre import place_de
from bilans.edition.regles.assemblage import (
    Assemblage,
    Regle,
    comparables,
    decomposer,
    recomposer,
    sources_de,
    verbes_de,
)
from bilans.questionnaires import livres
from bilans.regles.questionnaire import Questionnaire
from bilans.regles.verification.conditions import Lieu
from portal.saisie.regles.conditions import (
    CetteReponse,
    Comparaison,
    Condition,
    Contient,
    EstVide,
    Fait,
    Non,
    Reponse,
    Source,
    Toutes,
    Une,
    est_vraie,
    sources,
)
from portal.saisie.regles.valeurs import Valeur
from tests.bilans.edition.essai import essai
from tests.bilans.strategies import PROPRIETE, questionnaires

A, B, C = (Comparaison(Reponse(code), "egal", "oui") for code in "abc")
REGLE_A = Regle(Reponse("a"), "egal", "oui")


@pytest.mark.parametrize(
    ("condition", "attendu"),
    [
        (None, Assemblage()),
        (A, Assemblage(True, ((REGLE_A,),))),
        (
            Non(Une((A, EstVide(Reponse("b"))))),
            Assemblage(
                True,
                (
                    (Regle(Reponse("a"), "different", "oui"),),
                    (Regle(Reponse("b"), "non_vide"),),
                ),
            ),
        ),
        (Toutes((Toutes((A,)), Toutes((A,)))), Assemblage(True, ((REGLE_A,), (REGLE_A,)))),
    ],
)
def test_decomposer(condition: Condition | None, attendu: Assemblage) -> None:
    assert decomposer(condition) == attendu


@pytest.mark.parametrize(
    "condition",
    [A, Toutes((A, B)), Une((A, B, C)), Toutes((Une((A, B)), C)), Une((Toutes((A, B)), C)), None],
)
def test_ce_qui_tient_en_listes_revient_le_meme(condition: Condition | None) -> None:
    assemblage = decomposer(condition)
    assert assemblage is not None
    assert recomposer(assemblage) == condition


def test_plus_profond_se_dit_cas_par_cas() -> None:
    assemblage = decomposer(Toutes((Une((Toutes((A, B)), C)), A)))

    assert assemblage is not None
    assert recomposer(assemblage) == Une((Toutes((A, B)), Toutes((C, A))))


def test_trop_de_cas_ne_se_lisent_pas() -> None:
    deux = Une((Toutes((A, B)), C))
    assert (
        decomposer(Toutes((deux, deux, Une((Toutes((B, C)), A)), Une((Toutes((C, A)), B))))) is None
    )


@pytest.mark.parametrize("questionnaire", livres().values(), ids=lambda q: q.reference)
def test_chaque_condition_livree_se_modifie(questionnaire: Questionnaire) -> None:
    for place in questionnaire.places:
        for nom in ("condition", "contrainte"):
            condition = getattr(place.element, nom, None)
            assemblage = decomposer(condition)
            assert assemblage is not None, place.element.code
            if condition is not None:
                assert set(sources(condition)) <= set(sources_de(questionnaire, place, nom))


@PROPRIETE
@given(questionnaires(), st.data())
def test_les_listes_disent_la_meme_chose(questionnaire: Questionnaire, data: st.DataObject) -> None:
    conditions = [p.element.condition for p in questionnaire.places if p.element.condition]
    for condition in conditions:
        assemblage = decomposer(condition)
        if assemblage is None:
            continue
        refaite = recomposer(assemblage)
        assert refaite is not None
        valeurs: dict[Source, Valeur] = {
            source: data.draw(st.sampled_from(["", "oui", "vert", "2", ["vert"]]))
            for source in sources(condition)
        }
        assert est_vraie(refaite, valeurs.__getitem__) == est_vraie(condition, valeurs.__getitem__)


def test_les_sources_sont_celles_qu_on_peut_lire_de_la() -> None:
    questionnaire = essai()
    pourquoi = place_de(questionnaire, "pourquoi")
    bloc = place_de(questionnaire, "bloc")

    vues = sources_de(questionnaire, pourquoi, "condition")
    assert Reponse("enfants") in vues
    assert Reponse("pourquoi") not in vues
    assert sources_de(questionnaire, pourquoi, "contrainte")[0] == CetteReponse()
    # Neither what stands in the group itself, nor what is asked on the rows of another.
    du_bloc = sources_de(questionnaire, bloc, "condition")
    assert not {Reponse("actions"), Reponse("enfants")} & set(du_bloc)
    assert Fait("themes") in du_bloc


def test_les_verbes_vont_avec_ce_que_tient_la_source() -> None:
    questionnaire = essai()
    lieu = Lieu(questionnaire, place_de(questionnaire, "pourquoi"))

    assert verbes_de(lieu, Reponse("actions"))[0] == "contient"
    assert "au_moins" in verbes_de(lieu, Reponse("enfants"))
    assert "au_moins" not in verbes_de(lieu, Reponse("bonus"))
    assert verbes_de(lieu, Reponse("nom")) == ("egal", "different", "non_vide", "vide")
    assert comparables(questionnaire, lieu.place, "condition", Reponse("enfants")) == (
        Reponse("combien"),
    )
    assert comparables(questionnaire, lieu.place, "condition", Reponse("nom")) == ()


def test_une_regle_inconnue_est_refusee() -> None:
    with pytest.raises(ValueError, match="verbe"):
        recomposer(Assemblage(True, ((Regle(Reponse("a"), "presque", "x"),),)))
    assert recomposer(Assemblage(True, ((Regle(Reponse("a"), "contient", "x"),),))) == Contient(
        Reponse("a"), "x"
    )
