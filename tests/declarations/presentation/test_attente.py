"""What an amount waits for, in French, each thing linked to its field."""

import pytest

from declarations.grilles import grille_pour
from declarations.presentation.attente import Attente, adresse_dans, attente, de_la_ligne
from declarations.regles.grille import Grille, LigneGrille
from declarations.regles.manques import manques
from subventions.regles.bareme import Bareme

NB = "\u00a0"
ER, CLAS, CCT = (grille_pour(d, 2025) for d in ("er", "clas", "cct"))
UGINE = LigneGrille("l2", "Antenne d’Ugine")


def dire(grille: Grille, lignes: tuple[LigneGrille, ...], donnees: dict[str, str]) -> Attente:
    attendus = manques(grille, lignes, donnees, Bareme().pour(grille.dispositif))
    return attente(attendus, grille.repetition, lignes, adresse_dans(7, lignes))


def collectifs(combien: int) -> tuple[LigneGrille, ...]:
    return tuple(LigneGrille(f"c{n}", f"Collectif {n}") for n in range(1, combien + 1))


def test_les_charges_puis_les_reponses_de_chaque_ligne() -> None:
    donnees = {"lieux.l1.heures_rencontres": "10", "lieux.l1.heures_entretiens": "5"}
    dite = dire(ER, (LigneGrille("l1", "Chambéry"), UGINE), donnees)
    assert dite.texte == (
        f"en attente : charges, 1{NB}réponse du lieu «{NB}Chambéry{NB}», "
        f"3{NB}réponses de l’antenne d’Ugine"
    )
    assert [a.adresse for a in dite.attendus] == [
        "/declarations/7/volets/finances/#id_comptes-60",
        "/declarations/7/volets/activite/#id_lieux-l1-heures_organisation",
        "/declarations/7/volets/activite/#id_lieux-l2-heures_rencontres",
    ]


def test_rien_n_attend_quand_rien_ne_manque() -> None:
    assert not Attente().texte
    assert Attente().attendus == ()


def test_quarante_collectifs_se_regroupent() -> None:
    dite = dire(CLAS, collectifs(40), {"comptes.60": "1", "collectifs_notifies": "40"})
    assert [a.texte for a in dite.attendus] == [
        f"2{NB}réponses du collectif 1",
        f"2{NB}réponses du collectif 2",
        f"2{NB}réponses du collectif 3",
        f"74{NB}réponses de 37{NB}autres collectifs",
    ]
    assert dite.attendus[-1].adresse.endswith("/activite/#id_collectifs-c4-bonus_enfants")


def test_un_de_trop_se_cite_plutot_que_de_se_regrouper() -> None:
    dite = dire(CLAS, collectifs(4), {"comptes.60": "1", "collectifs_notifies": "4"})
    assert dite.attendus[-1].texte == f"2{NB}réponses du collectif 4"


def test_le_lien_mene_a_la_page_de_la_ligne() -> None:
    donnees = {"comptes.60": "1", "collectifs_notifies": "8"}
    donnees |= {f"collectifs.c{n}.bonus_{b}": "non" for n in range(1, 8) for b in _BONUS}
    (seul,) = dire(CLAS, collectifs(8), donnees).attendus
    assert seul.adresse == "/declarations/7/volets/activite/?page=2#id_collectifs-c8-bonus_enfants"


_BONUS = ("enfants", "parents")


def test_ce_que_la_caf_doit_ne_mene_nulle_part() -> None:
    donnees = {"comptes.60": "1", "collectifs.c1.bonus_enfants": "oui"}
    dite = dire(CLAS, collectifs(1), donnees)
    assert [(a.texte, bool(a.adresse)) for a in dite.attendus] == [
        (f"1{NB}réponse du collectif 1", True),
        ("nombre de collectifs notifiés, inscrit par la Caf", False),
    ]
    assert not dite.caf_seule
    assert dire(CLAS, collectifs(1), donnees | {"collectifs.c1.bonus_parents": "non"}).caf_seule


def test_les_deux_volets_se_distinguent_quand_l_un_et_l_autre_manquent() -> None:
    poste = (LigneGrille("p1", "Claire Coop"),)
    assert [a.texte for a in dire(CCT, poste, {"postes.p1.etp": "1"}).attendus] == [
        f"1{NB}réponse du poste «{NB}Claire Coop{NB}» (données d’activité)",
        f"2{NB}réponses du poste «{NB}Claire Coop{NB}» (données financières)",
    ]


def test_sans_ligne_il_en_faut_une() -> None:
    assert next(a.texte for a in dire(CLAS, (), {"comptes.60": "1"}).attendus) == (
        "au moins un collectif"
    )


@pytest.mark.parametrize(
    ("libelle", "attendu"),
    [
        ("Antenne d’Ugine", "de l’antenne d’Ugine"),
        ("École du Parc", "de l’école du Parc"),
        ("Maison de Chambéry", "de la maison de Chambéry"),
        ("Centre social", "du centre social"),
        ("Espace Simone-Veil", "de l’espace Simone-Veil"),
        ("Lieu neutre", "du lieu neutre"),
        ("Chambéry", f"du lieu «{NB}Chambéry{NB}»"),
        ("MJC de Cognin", f"du lieu «{NB}MJC de Cognin{NB}»"),
        ("ANTENNE D’UGINE", f"du lieu «{NB}ANTENNE D’UGINE{NB}»"),
        ("  ", "du lieu n° 2"),
        ("", "du lieu n° 2"),
    ],
)
def test_le_nom_d_un_lieu_s_accorde(libelle: str, attendu: str) -> None:
    assert de_la_ligne(LigneGrille("l2", libelle), 2, ER.repetition) == attendu


@pytest.mark.parametrize(
    ("grille", "libelle", "attendu"),
    [
        (CLAS, "Collectif 3", "du collectif 3"),
        (CLAS, "École Jules-Ferry", f"du collectif «{NB}École Jules-Ferry{NB}»"),
        (CCT, "Poste 2", "du poste 2"),
        (CCT, "Élodie Aubert", f"du poste «{NB}Élodie Aubert{NB}»"),
    ],
)
def test_le_nom_d_un_collectif_ou_d_un_poste(grille: Grille, libelle: str, attendu: str) -> None:
    assert de_la_ligne(LigneGrille("x1", libelle), 1, grille.repetition) == attendu
