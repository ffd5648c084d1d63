"""The questions that the domain lists, one by one and in its order (DOMAINE §5 and §3.3)."""

import pytest

from bilans.questionnaires import questionnaire_par_reference
from bilans.regles.etat import Faits, evaluer
from bilans.regles.questionnaire import SCORE, Questionnaire
from declarations.grilles import grille_par_reference

RECENSEMENT = questionnaire_par_reference("recensement_cct-1")
AUTOEVALUATION = questionnaire_par_reference("autoevaluation_cct-1")

# Beside each, what the domain says of it.
IDENTIFICATION = [
    ("commune", "texte", "commune"),
    ("pilote", "texte", "name and post of the CTG pilot"),
    ("postes_finances", "oui_non", "are CCT posts financed?"),
]
VINGT_TROIS = [
    ("coordinateur", "oui_non", "coordinator named?"),
    ("etp_finances", "etp", "ETP financed (number)"),
    ("coordinateur_nom", "texte", "who"),
    ("coordinateur_poste", "texte", "job title"),
    ("coordinateur_etp", "etp", "working time in ETP (number)"),
    ("diagnostics", "oui_non", "diagnoses led?"),
    ("attentes_familles", "oui_non", "families’ expectations turned into needs?"),
    ("habitants_associes", "oui_non", "inhabitants involved in the year?"),
    ("conseil_elus", "oui_non", "advice to elected members?"),
    ("reunions_elus", "entier", "meetings held with them (number)"),
    ("contributions_copil", "entier", "contributions to the steering committee (number)"),
    ("plan_actions", "oui_non", "part in the action plan? (petite enfance: and in the SPPE)"),
    ("responsable_politiques", "oui_non", "responsible for the policies of the theme?"),
    ("transversalite", "oui_non", "cross-cutting work with the town’s services?"),
    ("suivi_projets", "oui_non", "follow-up of the projects?"),
    ("groupes_animes", "oui_non", "working groups led?"),
    ("groupes_nombre", "entier", "how many (number)"),
    ("reseau", "oui_non", "network led or joined?"),
    ("reseau_reunions", "entier", "network meetings (number)"),
    ("information_habitants", "oui_non", "information to inhabitants?"),
    ("evaluation", "oui_non", "part in evaluating policy?"),
    ("offre_adaptee", "oui_non", "offer kept suited to families’ needs?"),
    ("compte_rendu_caf", "oui_non", "yearly account to the Caf?"),
]
QUATORZE = [
    ("objectifs_politiques", "supporting the political objectives"),
    ("plan_annuel", "yearly action plan over four years"),
    ("evaluation_continue", "continuous evaluation by impact"),
    ("prospective", "foresight for decision-makers"),
    ("plan_ajuste", "adjusting the plan"),
    ("suivi_equipements", "tools to follow the facilities"),
    ("indicateurs_directs", "indicators for those run directly"),
    ("tableaux_financiers", "financial dashboards"),
    ("dialogue_gestion", "management dialogue with partners"),
    ("financements", "combining funding"),
    ("appels_a_projets", "answering calls for projects"),
    ("compte_rendu_elus", "reporting to elected members"),
    ("partage_caf", "sharing with the Caf adviser"),
    ("suivi_contrats", "following the contracts"),
]


@pytest.mark.parametrize(
    ("theme", "ligne", "variante"),
    [
        ("petite_enfance", "petite_enfance", {"plan_actions": "plan_actions_sppe"}),
        ("enfance", "enfance_jeunesse", {}),
        ("handicap", "handicap", {}),
    ],
)
def test_le_recensement_pose_les_questions_du_domaine_dans_son_ordre(
    theme: str, ligne: str, variante: dict[str, str]
) -> None:
    etat = evaluer(RECENSEMENT, {}, Faits({"themes": [theme]}))

    assert [(e.chemin, e.champ.type) for e in etat.emplacements] == [
        *((code, genre) for code, genre, _ in IDENTIFICATION),
        *((f"themes.{ligne}.{variante.get(c, c)}", genre) for c, genre, _ in VINGT_TROIS),
    ]


def test_seule_la_petite_enfance_nomme_le_service_public_de_la_petite_enfance() -> None:
    nomment = [q.code for q in RECENSEMENT.questions if "SPPE" in q.libelle]

    assert nomment == ["plan_actions_sppe"]


def test_la_mission_1_note_les_quatorze_activites_du_domaine_dans_son_ordre() -> None:
    notees = [q.code for q in AUTOEVALUATION.questions if q.type == SCORE and q.code[:3] == "m1_"]

    assert notees == [f"m1_{code}" for code, _ in QUATORZE]


@pytest.mark.parametrize(
    ("reference", "grille", "restent"),
    [
        # Given by the notification, or told by the bilan in its own sections.
        (
            "bilan_clas-1",
            "clas-1",
            {
                "collectifs_notifies",
                "bonus_enfants",
                "bonus_parents",
                "projet_bonus_enfants",
                "projet_bonus_parents",
            },
        ),
        # Who holds the post names the row; the convention and the hours are not bilan matters.
        ("bilan_cct-1", "cct-1", {"nom", "prenom", "etp_conventionne", "heures_prevues"}),
    ],
)
def test_toute_l_activite_de_la_reelle_est_partagee(
    reference: str, grille: str, restent: set[str]
) -> None:
    questionnaire: Questionnaire = questionnaire_par_reference(reference)
    demandes = {
        champ.code
        for section in grille_par_reference(grille, 2025).sections
        for champ in section.champs
        if section.volet == "activite" and "reelle" in champ.natures
    }
    partages = [q.partage for q in questionnaire.questions if q.partage]

    assert sorted(partages) == sorted(demandes - restent)
