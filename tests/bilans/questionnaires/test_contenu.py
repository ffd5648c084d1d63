"""Each questionnaire against the counts and headings of the domain (DOMAINE §5)."""

from collections import Counter

import pytest

from bilans.questionnaires import questionnaire_par_reference
from bilans.regles.etat import Etat, Faits, evaluer
from bilans.regles.faits import THEMES_CTG
from bilans.regles.questionnaire import AJOUT, COLLECTIFS, POSTES, SCORE, Groupe, Question
from portal.saisie.regles.structure import Ligne

CLAS = questionnaire_par_reference("bilan_clas-1")
CCT = questionnaire_par_reference("bilan_cct-1")
RECENSEMENT = questionnaire_par_reference("recensement_cct-1")
AUTOEVALUATION = questionnaire_par_reference("autoevaluation_cct-1")
MISSIONS = ("mission_1", "mission_2", "mission_3", "mission_4")
TROIS_THEMES = ["petite_enfance", "enfance", "jeunesse", "handicap"]


def recensement(themes: list[str], reponses: dict[str, str] | None = None) -> Etat:
    return evaluer(RECENSEMENT, reponses or {}, Faits({"themes": themes}))


def scores(mission: str) -> list[Question]:
    (section,) = (s for s in AUTOEVALUATION.sections if s.code == mission)
    return [e for e in section.elements if isinstance(e, Question) and e.type == SCORE]


@pytest.mark.parametrize(
    ("themes", "combien"),
    [
        (TROIS_THEMES, 72),
        (list(THEMES_CTG), 72),
        ([], 3),
        (["parentalite", "logement"], 3),
        (["petite_enfance"], 26),
        (["enfance"], 26),
        (["jeunesse"], 26),
        (["enfance", "jeunesse"], 26),
        (["handicap"], 26),
        (["petite_enfance", "handicap"], 49),
    ],
)
def test_le_recensement_demande_3_questions_et_23_par_theme_couvert(
    themes: list[str], combien: int
) -> None:
    assert len(recensement(themes).emplacements) == combien


def test_les_trois_themes_posent_les_memes_questions_a_une_variante_pres() -> None:
    par_theme: dict[str, list[str]] = {}
    for emplacement in recensement(TROIS_THEMES).emplacements[3:]:
        par_theme.setdefault(emplacement.lignes[0].cle, []).append(emplacement.champ.code)

    assert list(par_theme) == ["petite_enfance", "enfance_jeunesse", "handicap"]
    assert par_theme["enfance_jeunesse"] == par_theme["handicap"]
    communes = [c.replace("plan_actions_sppe", "plan_actions") for c in par_theme["petite_enfance"]]
    assert communes == par_theme["handicap"]
    assert "plan_actions_sppe" in par_theme["petite_enfance"]


def test_le_recensement_compte_ses_nombres_comme_le_domaine() -> None:
    types = Counter(e.champ.type for e in recensement(["handicap"]).emplacements if e.lignes)

    # Two numbers of ETP, four counts, two texts, the others by yes or no.
    assert types == {"etp": 2, "entier": 4, "texte": 2, "oui_non": 15}


def test_un_non_cache_ce_qu_il_rend_sans_objet() -> None:
    reponses = {f"themes.handicap.{code}": "non" for code in ("coordinateur", "groupes_animes")}
    demandes = {e.champ.code for e in recensement(["handicap"], reponses).emplacements}

    assert demandes.isdisjoint(
        {"coordinateur_nom", "coordinateur_poste", "coordinateur_etp", "groupes_nombre"}
    )
    assert len(demandes) == 26 - 4


def test_la_grille_a_quatre_missions_et_la_premiere_quatorze_activites() -> None:
    avec_scores = [
        s.code
        for s in AUTOEVALUATION.sections
        if any(isinstance(e, Question) and e.type == SCORE for e in s.elements)
    ]

    assert avec_scores == list(MISSIONS)
    assert len(scores("mission_1")) == 14


@pytest.mark.parametrize("mission", MISSIONS)
def test_chaque_activite_se_note_pour_trois_politiques_avec_un_commentaire(mission: str) -> None:
    for question in scores(mission):
        assert [c.code for c in question.colonnes] == ["famille", "education", "social"]
        assert [code for code, _ in question.options] == ["NC", "0", "1", "2", "3"]
        commentaire = AUTOEVALUATION.par_code[f"{question.code}_commentaire"].element
        assert isinstance(commentaire, Question)
        assert (commentaire.type, commentaire.obligatoire) == ("texte_long", False)


@pytest.mark.parametrize("mission", MISSIONS)
def test_chaque_mission_a_des_indicateurs_chiffres(mission: str) -> None:
    (section,) = (s for s in AUTOEVALUATION.sections if s.code == mission)
    groupes = [e for e in section.elements if isinstance(e, Groupe)]

    assert len(groupes) == 1
    assert {e.type for e in groupes[0].elements if isinstance(e, Question)} == {"entier"}


def test_le_tableau_des_postes_vient_de_la_declaration() -> None:
    lignes = [Ligne("p1", "Camille Martin"), Ligne("p2", "Léa Petit")]
    etat = evaluer(AUTOEVALUATION, {}, Faits(lignes={POSTES: lignes}))
    tableau = [e for e in etat.emplacements if e.lignes]

    assert {e.lignes[0].cle for e in tableau} == {"p1", "p2"}
    assert len(tableau) == 2 * 5
    assert not any(e.champ.est_saisi for e in tableau)
    assert not {e.chemin for e in etat.exiges} & {e.chemin for e in tableau}


def test_le_bilan_clas_a_les_rubriques_du_domaine() -> None:
    assert [section.code for section in CLAS.sections] == [
        "structure",
        "lieux",
        "ages",
        "collectifs",
        "participants",
        "activites",
        "actions_menees",
        "demandes",
        "qualitatif",
        "bonus_enfants",
        "bonus_parents",
        "suite",
    ]


def test_le_bilan_clas_s_apprecie_en_quatre_axes_obligatoires() -> None:
    (section,) = (s for s in CLAS.sections if s.code == "qualitatif")

    assert [axe.code for axe in section.elements] == [
        "axe_enfants",
        "axe_parents",
        "axe_ecole",
        "axe_territoire",
    ]
    for axe in section.elements:
        assert isinstance(axe, Groupe)
        assert all(isinstance(q, Question) and q.obligatoire for q in axe.elements)
        assert sum(isinstance(q, Question) and q.type == "texte_long" for q in axe.elements) >= 2


@pytest.mark.parametrize("bonus", ["bonus_enfants", "bonus_parents"])
def test_un_bonus_ne_se_raconte_que_s_il_est_demande(bonus: str) -> None:
    sans = evaluer(CLAS, {}, Faits({bonus: "non"}))
    avec = evaluer(CLAS, {}, Faits({bonus: "oui"}))
    nouveaux = {e.champ.code for e in avec.emplacements} - {e.champ.code for e in sans.emplacements}

    assert {f"{bonus}_actions", f"{bonus}_nombre", f"{bonus}_effets"} <= nouveaux
    assert all(code.startswith(bonus) for code in nouveaux)


def test_le_bilan_clas_se_repete_par_collectif_et_par_lieu() -> None:
    lignes = [Ligne("c1", "Collectif 1"), Ligne("c2", "Collectif 2")]
    etat = evaluer(CLAS, {}, Faits(lignes={COLLECTIFS: lignes, "lieux": [Ligne("l1", "École")]}))
    chemins = {e.chemin for e in etat.emplacements}

    assert {"collectifs.c1.enfants", "collectifs.c2.enfants", "lieux.l1.lieu_nom"} <= chemins


def test_le_bilan_cct_part_des_postes_et_de_leurs_realisations() -> None:
    (section,) = (s for s in CCT.sections if s.code == "postes")
    (realisations,) = (e for e in section.elements if isinstance(e, Groupe))

    assert section.repetition is not None
    assert section.repetition.origine == POSTES
    assert realisations.repetition is not None
    assert realisations.repetition.origine == AJOUT


def test_le_bilan_cct_ne_demande_le_pilotage_qu_avec_un_chef_de_projet() -> None:
    for reponse in ("oui", "non"):
        etat = evaluer(CCT, {}, Faits({"chef_de_projet": reponse}))
        demandes = {e.chemin for e in etat.emplacements}
        assert ("reunions_pilotage" in demandes) == (reponse == "oui")
