"""Two saves from the same start: what is merged, what is asked."""

from hypothesis import given
from hypothesis import strategies as st

from portal.saisie.regles.fusion import changes_par_d_autres, fusionner

VALEURS = st.dictionaries(st.sampled_from("abcde"), st.sampled_from(["", "1", "2", "3"]))


def test_un_champ_non_touche_garde_la_valeur_de_l_autre() -> None:
    fusion = fusionner({"a": "1"}, {"a": "1"}, {"a": "2"})

    assert fusion.changements == {}
    assert fusion.conflits == ()


def test_deux_champs_differents_se_fusionnent_sans_question() -> None:
    fusion = fusionner({"a": "1", "b": "1"}, {"a": "2", "b": "1"}, {"a": "1", "b": "3"})

    assert fusion.changements == {"a": "2"}
    assert fusion.conflits == ()


def test_le_meme_champ_change_deux_fois_est_demande() -> None:
    (conflit,) = fusionner({"a": "1"}, {"a": "2"}, {"a": "3"}).conflits

    assert (conflit.chemin, conflit.mienne, conflit.autre) == ("a", "2", "3")


def test_la_meme_valeur_deux_fois_n_est_pas_un_conflit() -> None:
    fusion = fusionner({"a": "1"}, {"a": "2"}, {"a": "2"})

    assert fusion.changements == {}
    assert fusion.conflits == ()


def test_effacer_un_champ_est_un_changement() -> None:
    assert fusionner({"a": "1"}, {"a": ""}, {"a": "1"}).changements == {"a": ""}


@given(base=VALEURS, mienne=VALEURS, actuelle=VALEURS)
def test_rien_ne_se_perd(base: dict, mienne: dict, actuelle: dict) -> None:
    fusion = fusionner(base, mienne, actuelle)
    demandes = {c.chemin for c in fusion.conflits}

    assert not demandes & set(fusion.changements)
    for chemin, valeur in mienne.items():
        touche = valeur != base.get(chemin, "")
        garde = fusion.changements.get(chemin, actuelle.get(chemin, "")) == valeur
        assert garde or chemin in demandes or not touche


@given(base=VALEURS, mienne=VALEURS)
def test_seul_a_ecrire_on_n_est_jamais_interroge(base: dict, mienne: dict) -> None:
    assert fusionner(base, mienne, base).conflits == ()


def test_ce_que_d_autres_ont_change_est_rendu_a_la_page() -> None:
    base = {"a": "1", "b": "2", "c": "3", "d": "4"}
    actuelle = {"a": "10", "b": "2", "d": "40", "e": "5"}

    autres = changes_par_d_autres(base, {"d": "44"}, actuelle, ("a", "b", "c", "d"))

    assert autres == {"a": "10", "c": ""}
