"""Conditions: one evaluator, that never fails, and the tables that write them."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.saisie.regles.conditions import (
    AU_MOINS,
    AU_PLUS,
    DIFFERENT,
    EGAL,
    INFERIEUR,
    OPERATEURS,
    SUPERIEUR,
    CetteReponse,
    Comparaison,
    Condition,
    Contient,
    EstVide,
    Fait,
    Non,
    Rangee,
    Reponse,
    Source,
    Toutes,
    Une,
    est_vraie,
    sources,
)
from portal.saisie.regles.conditions_ecrites import (
    ConditionMalEcrite,
    ecrire_condition,
    lire_condition,
)
from portal.saisie.regles.valeurs import Valeur

PROPRIETE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
A, B = Reponse("a"), Reponse("b")
SOURCES = st.sampled_from([A, B, Fait("themes"), Rangee("lieux"), CetteReponse()])
CONSTANTES = st.one_of(
    st.sampled_from(["oui", "non", "2026-03-31"]), st.decimals(-99, 99, places=2), SOURCES
)
FEUILLES = st.one_of(
    st.builds(Comparaison, SOURCES, st.sampled_from(OPERATEURS), CONSTANTES),
    st.builds(Contient, SOURCES, st.sampled_from(["oui", "handicap"])),
    st.builds(EstVide, SOURCES),
)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    FEUILLES,
    lambda dedans: st.one_of(
        st.builds(Non, dedans),
        st.builds(Toutes, st.lists(dedans, min_size=1, max_size=3).map(tuple)),
        st.builds(Une, st.lists(dedans, min_size=1, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)
VALEURS: st.SearchStrategy[Valeur] = st.one_of(
    st.sampled_from(["", " ", "oui", "12", "12.50", "2026-04-01", "un mot"]),
    st.lists(st.sampled_from(["oui", "handicap"]), unique=True),
    st.text(max_size=5),
)


def vraie(condition: Condition, **reponses: Valeur) -> bool:
    def lecture(source: Source) -> Valeur:
        return reponses.get(source.code, "") if isinstance(source, Reponse) else ""

    return est_vraie(condition, lecture)


@pytest.mark.parametrize(
    ("valeur", "operateur", "constante", "attendu"),
    [
        ("oui", EGAL, "oui", True),
        ("non", EGAL, "oui", False),
        ("12.50", EGAL, Decimal("12.5"), True),
        ("12.50", AU_MOINS, Decimal("12.5"), True),
        ("12.50", SUPERIEUR, Decimal("12.5"), False),
        ("9", INFERIEUR, Decimal(10), True),
        ("9", INFERIEUR, "10", True),
        ("2026-03-31", AU_PLUS, "2026-03-31", True),
        ("2026-03-31", SUPERIEUR, "2025-12-31", True),
        ("un mot", SUPERIEUR, Decimal(0), False),
        ("un mot", INFERIEUR, Decimal(0), False),
        ("NC", AU_MOINS, Decimal(2), False),
        (["rouge"], EGAL, "rouge", True),
        (["rouge", "vert"], EGAL, "rouge", False),
    ],
)
def test_une_comparaison(
    valeur: Valeur, operateur: str, constante: str | Decimal, *, attendu: bool
) -> None:
    assert vraie(Comparaison(A, operateur, constante), a=valeur) is attendu


@pytest.mark.parametrize("operateur", [EGAL, INFERIEUR, AU_PLUS, SUPERIEUR, AU_MOINS])
@pytest.mark.parametrize("constante", ["oui", Decimal(0), B])
def test_rien_n_est_ni_egal_ni_plus_grand_ni_plus_petit(
    operateur: str, constante: str | Decimal | Source
) -> None:
    assert not vraie(Comparaison(A, operateur, constante))


def test_deux_questions_se_comparent_comme_ce_qu_elles_sont() -> None:
    assert vraie(Comparaison(A, AU_PLUS, B), a="9", b="10")
    assert not vraie(Comparaison(A, AU_PLUS, B), a="2026-10-01", b="2026-09-30")
    assert vraie(Comparaison(A, EGAL, B), a=["x", "y"], b=["y", "x"])


def test_contient_lit_un_choix_comme_plusieurs() -> None:
    assert vraie(Contient(A, "rouge"), a=["vert", "rouge"])
    assert vraie(Contient(A, "rouge"), a="rouge")
    assert not vraie(Contient(A, "rouge"), a="rouge et vert")
    assert not vraie(Contient(A, "rouge"))


@PROPRIETE
@given(condition=CONDITIONS, valeurs=st.dictionaries(SOURCES, VALEURS))
def test_l_evaluation_ne_depend_que_des_sources(
    condition: Condition, valeurs: dict[Source, Valeur]
) -> None:
    vues = set(sources(condition))

    def partielle(source: Source) -> Valeur:
        assert source in vues
        return valeurs.get(source, "")

    entiere = est_vraie(condition, lambda source: valeurs.get(source, ""))

    assert est_vraie(condition, partielle) is entiere
    assert est_vraie(Non(condition), partielle) is not entiere


@PROPRIETE
@given(source=SOURCES, constante=CONSTANTES, valeurs=st.dictionaries(SOURCES, VALEURS))
def test_different_est_le_contraire_d_egal(
    source: Source, constante: str | Decimal | Source, valeurs: dict[Source, Valeur]
) -> None:
    egal, different = (
        est_vraie(Comparaison(source, operateur, constante), lambda s: valeurs.get(s, ""))
        for operateur in (EGAL, DIFFERENT)
    )

    assert egal is not different


@PROPRIETE
@given(CONDITIONS)
def test_une_condition_ecrite_se_relit(condition: Condition) -> None:
    assert lire_condition(ecrire_condition(condition)) == condition


@pytest.mark.parametrize(
    "brut",
    [
        {},
        "oui",
        {"question": "a"},
        {"egal": "oui"},
        {"question": "a", "egal": "oui", "contient": "oui"},
        {"question": "a", "vide": "oui"},
        {"question": "a", "contient": 3},
        {"question": 3, "egal": "oui"},
        {"question": "a", "fait": "b", "egal": "oui"},
        {"question": "a", "egal": True},
        {"question": "a", "egal": Decimal("NaN")},
        {"question": "a", "egal": {"question": "b", "egal": "c"}},
        {"reponse": False, "vide": True},
        {"toutes": []},
        {"toutes": {"question": "a", "vide": True}},
        {"non": [{"question": "a", "vide": True}]},
        {"peut_etre": {"question": "a", "vide": True}},
    ],
)
def test_une_condition_mal_ecrite_est_refusee(brut: object) -> None:
    with pytest.raises(ConditionMalEcrite):
        lire_condition(brut)


def test_des_conditions_trop_imbriquees_sont_refusees() -> None:
    brut: object = {"question": "a", "vide": True}
    for _ in range(50):
        brut = {"non": brut}

    with pytest.raises(ConditionMalEcrite, match="trop de conditions"):
        lire_condition(brut)
