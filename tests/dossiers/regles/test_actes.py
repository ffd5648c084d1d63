"""The table of acts, on a kind of file that is not a declaration: no database, no page."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.dossiers.regles.transitions import Tache
from portal.socle.refus import MOMENT, ROLE, Refus
from tests.dossiers.regles.bilans import (
    BILAN,
    CHIFFRES,
    QUALITATIF,
    TRANSITIONS,
    ActesBilan,
    Action,
    Etat,
    Qui,
    Situation,
)

SITUATIONS = st.builds(
    Situation,
    etat=st.sampled_from(Etat),
    hors_fenetre=st.booleans(),
    repondues=st.frozensets(st.sampled_from([QUALITATIF, CHIFFRES])),
    complete=st.booleans(),
)
ACTEURS = st.frozensets(st.sampled_from(Qui))
PARTIES = st.sampled_from([None, QUALITATIF, CHIFFRES])


@given(st.sampled_from(Action), SITUATIONS, ACTEURS, PARTIES)
def test_le_role_est_regarde_d_abord(
    action: str, situation: Situation, acteurs: frozenset[str], partie: str | None
) -> None:
    refus = BILAN.refus(action, situation, acteurs, partie)

    interdit = not (acteurs & BILAN.acteurs_de(action, partie))
    assert (refus is not None and refus.nature == ROLE) == interdit
    assert BILAN.refus_du_role(action, acteurs, partie) == (refus if interdit else None)


@given(st.sampled_from(Action), SITUATIONS, ACTEURS, PARTIES)
def test_un_acte_accepte_part_d_ou_la_table_le_dit_et_mene_ou_elle_le_dit(
    action: str, situation: Situation, acteurs: frozenset[str], partie: str | None
) -> None:
    if BILAN.refus(action, situation, acteurs, partie) is not None:
        return
    assert situation.etat in BILAN[action].departs
    assert BILAN.arrivee(action, situation, partie) in BILAN[action].arrivees


@given(st.sampled_from(Action), SITUATIONS, ACTEURS, ACTEURS, PARTIES)
def test_une_personne_de_plus_n_ote_aucun_droit(
    action: str,
    situation: Situation,
    acteurs: frozenset[str],
    autres: frozenset[str],
    partie: str | None,
) -> None:
    if BILAN.refus(action, situation, acteurs, partie) is None:
        assert BILAN.refus(action, situation, acteurs | autres, partie) is None


@given(SITUATIONS, ACTEURS)
def test_les_boutons_sont_ce_que_rien_ne_refuse(
    situation: Situation, acteurs: frozenset[str]
) -> None:
    offertes = BILAN.actions_possibles(situation, acteurs)

    assert {t.action for t in offertes} == {
        t.action
        for t in BILAN
        if not t.par_partie and BILAN.refus(t.action, situation, acteurs) is None
    }
    principales = [t.principale for t in offertes]
    assert principales == sorted(principales, reverse=True)


@given(SITUATIONS)
def test_qui_est_attendu_a_une_tache_et_le_role_pour_la_faire(situation: Situation) -> None:
    for acteur in BILAN.acteurs_attendus(situation):
        for tache in BILAN.taches(situation, frozenset({acteur})):
            assert BILAN.refus_du_role(tache.action, frozenset({acteur}), tache.partie) is None


@pytest.mark.parametrize(
    ("situation", "attendus"),
    [
        (Situation("a_remplir"), (Qui.REDACTEUR_QUALITATIF, Qui.REDACTEUR_CHIFFRES)),
        (Situation("en_cours", repondues=frozenset({CHIFFRES})), (Qui.REDACTEUR_QUALITATIF,)),
        (
            Situation(
                "a_completer", hors_fenetre=True, repondues=frozenset({CHIFFRES, QUALITATIF})
            ),
            (),
        ),
        (Situation("transmis"), (Qui.CONSEILLER,)),
        (Situation("en_validation"), (Qui.CONSEILLER,)),
        (Situation("valide"), ()),
    ],
)
def test_a_qui_de_jouer(situation: Situation, attendus: tuple[str, ...]) -> None:
    assert BILAN.acteurs_attendus(situation) == attendus


def test_une_partie_revient_a_qui_en_repond_et_a_qui_supplee() -> None:
    assert BILAN.acteurs_de("remplir", CHIFFRES) == {Qui.REDACTEUR_CHIFFRES, Qui.SAISIE_CAF}
    assert BILAN.taches(Situation("en_cours"), frozenset({Qui.SAISIE_CAF})) == ()
    assert BILAN.taches(Situation("en_cours"), frozenset({Qui.REDACTEUR_CHIFFRES})) == (
        Tache("remplir", CHIFFRES),
    )


@pytest.mark.parametrize(
    ("action", "situation", "acteurs", "refus"),
    [
        (
            "remplir",
            Situation("en_cours"),
            {Qui.REDACTEUR_QUALITATIF},
            Refus(ROLE, "Revient à redacteur_chiffres."),
        ),
        (
            "remplir",
            Situation("valide", hors_fenetre=True),
            {Qui.REDACTEUR_CHIFFRES},
            Refus(MOMENT, "Le bilan est « valide »."),
        ),
        (
            "remplir",
            Situation("en_cours", hors_fenetre=True),
            {Qui.SAISIE_CAF},
            Refus(MOMENT, "La période est close."),
        ),
        (
            "transmettre",
            Situation("en_cours", complete=False),
            {Qui.APPROBATEUR},
            Refus(MOMENT, "Il reste des questions."),
        ),
        ("transmettre", Situation("en_cours"), {Qui.APPROBATEUR}, None),
    ],
)
def test_le_refus_dit_pourquoi(
    action: str, situation: Situation, acteurs: set[str], refus: Refus | None
) -> None:
    assert BILAN.refus(action, situation, frozenset(acteurs), CHIFFRES) == refus


@pytest.mark.parametrize(
    ("action", "situation", "etat"),
    [
        ("remplir", Situation("a_remplir"), "en_cours"),
        ("remplir", Situation("a_completer"), "a_completer"),
        ("transmettre", Situation("a_completer"), "transmis"),
        ("faire_completer", Situation("en_validation"), "a_completer"),
    ],
)
def test_l_etat_atteint(action: str, situation: Situation, etat: str) -> None:
    assert BILAN.arrivee(action, situation) == etat


def _declarer(*transitions: object) -> ActesBilan:
    return ActesBilan(transitions, etats=Etat, actions=Action, acteurs=Qui)  # type: ignore[arg-type]


PREMIERE, *SUITE = TRANSITIONS


@pytest.mark.parametrize(
    ("faute", "dite"),
    [
        (SUITE, "Actions sans ligne dans la table : remplir"),
        ((*TRANSITIONS, PREMIERE), "Action en double : remplir"),
        ((*SUITE, replace(PREMIERE, verbe="valide")), "Verbe en double : valide"),
        (
            (*SUITE, replace(PREMIERE, departs=frozenset({Etat.TRANSMIS}))),
            "Action attendue dans un état en double : transmis",
        ),
        (
            (*SUITE, replace(PREMIERE, arrivees=(Action.VALIDER,))),
            "remplir : états inconnus : valider",
        ),
        (
            (*SUITE, replace(PREMIERE, acteurs=frozenset({Etat.VALIDE}))),
            "remplir : acteurs inconnus : valide",
        ),
        ((*SUITE, replace(PREMIERE, departs=frozenset())), "remplir : jamais possible"),
        ((*SUITE, replace(PREMIERE, acteurs=frozenset())), "remplir : jamais possible"),
    ],
)
def test_une_table_qui_se_contredit_ne_se_charge_pas(faute: tuple[object, ...], dite: str) -> None:
    with pytest.raises(ValueError, match=dite):
        _declarer(*faute)


def test_une_arrivee_que_la_table_ne_dit_pas_est_une_erreur() -> None:
    ailleurs = replace(PREMIERE, arrivees=(Etat.TRANSMIS, Etat.VALIDE))
    table = _declarer(*SUITE, ailleurs)

    with pytest.raises(ValueError, match="remplir ne mène pas à l’état « en_cours »"):
        table.arrivee("remplir", Situation("a_remplir"))
