"""C15 – the declaration and the bilan agree on what they both say."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declarations.grilles import grille_pour
from declarations.regles.controles import c15
from declarations.regles.controles.contexte import A_JUSTIFIER, INFORMATION, Constat, Contexte
from declarations.regles.grille import REELLE, LigneGrille
from declarations.regles.partages import Explication, Partage, a_reprendre, different
from tests.declarations.regles.fabrique import contexte_vide

COLLECTIFS = (LigneGrille("c1", "Les Alizés"), LigneGrille("c2", "Les Embruns"))
CHEMIN = "collectifs.c1.enfants"
CHAMPS = {c.code: c for s in grille_pour("clas", 2025).sections for c in s.champs}


def clas(donnees: dict[str, str], *partages: Partage) -> Contexte:
    vide = contexte_vide("clas", REELLE, lignes=COLLECTIFS, donnees=donnees)
    return replace(vide, partages=partages)


def du_bilan(
    valeur: str | list[str], chemin: str = CHEMIN, explication: Explication | None = None
) -> Partage:
    return Partage(chemin, valeur, 7, "Bilan 2025-2026", "/bilans/7/accord/", explication)


def constats(*args: object) -> list[Constat]:
    return list(c15.verifier(clas(*args)))


def test_un_ecart_se_justifie() -> None:
    (constat,) = constats({CHEMIN: "10"}, du_bilan("12"))
    assert (constat.niveau, constat.cle) == (A_JUSTIFIER, f"C15:{CHEMIN}:7")
    assert (constat.valeur, constat.reference) == ("10", "12")
    assert (constat.volet, constat.chemins) == ("activite", (CHEMIN,))
    assert constat.adresse == "/bilans/7/accord/"
    assert constat.reference_libelle == "Bilan 2025-2026"
    assert "Les Alizés" in constat.message


@pytest.mark.parametrize(
    ("declaree", "dite"), [("10", "10"), ("10", "10.00"), ("", "12"), ("10", ""), ("0", "0")]
)
def test_le_meme_chiffre_ou_un_seul_n_est_pas_un_ecart(declaree: str, dite: str) -> None:
    assert constats({CHEMIN: declaree}, du_bilan(dite)) == []


def test_zero_n_est_pas_rien() -> None:
    assert len(constats({CHEMIN: "0"}, du_bilan("12"))) == 1


def test_un_bilan_ne_dit_rien_d_une_ligne_retiree() -> None:
    assert constats({CHEMIN: "10"}, du_bilan("12", "collectifs.c9.enfants")) == []


def test_deux_bilans_font_deux_ecarts() -> None:
    autre = replace(du_bilan("14"), dossier=8)
    assert [c.cle for c in constats({CHEMIN: "10"}, du_bilan("12"), autre)] == [
        f"C15:{CHEMIN}:7",
        f"C15:{CHEMIN}:8",
    ]


def test_explique_dans_le_bilan_il_ne_demande_plus_rien() -> None:
    dite = Explication("Deux enfants arrivés en juin.", "Alice Activité", "10", "12")
    (constat,) = constats({CHEMIN: "10"}, du_bilan("12", explication=dite))
    assert constat.niveau == INFORMATION
    assert "Deux enfants arrivés en juin." in constat.message


@pytest.mark.parametrize("valeurs", [("9", "12"), ("10", "13")])
def test_une_explication_ne_vaut_que_pour_ses_deux_chiffres(valeurs: tuple[str, str]) -> None:
    dite = Explication("Deux enfants arrivés en juin.", "Alice Activité", *valeurs)
    (constat,) = constats({CHEMIN: "10"}, du_bilan("12", explication=dite))
    assert constat.niveau == A_JUSTIFIER


@given(
    st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["", "1", "2"])),
    st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["", "1", "2"])),
)
def test_reprendre_ne_remplace_jamais(partages: dict[str, str], donnees: dict[str, str]) -> None:
    reprises = a_reprendre(partages, donnees)
    assert all(not donnees.get(c) and partages[c] == v and v for c, v in reprises.items())
    ensemble = donnees | reprises
    assert a_reprendre(partages, ensemble) == {}
    assert all(ensemble.get(c) for c, v in partages.items() if v)


@given(st.integers(0, 999), st.integers(0, 999))
def test_deux_nombres_different_s_ils_ne_sont_pas_egaux(un: int, deux: int) -> None:
    champ = CHAMPS["enfants"]
    assert different(champ, str(un), f"{deux}.00") == (un != deux)
    assert different(champ, str(un), f"{deux}") == different(champ, str(deux), f"{un}")
