"""What is asked, counted and missing: the properties that hold for any questionnaire."""

import copy

from hypothesis import given

from bilans.regles.etat import Etat, Faits, evaluer
from bilans.regles.questionnaire import Questionnaire
from tests.bilans.strategies import PROPRIETE, questionnaires, reponses_et_faits

Saisie = tuple[dict[str, str | list[str]], Faits]


@PROPRIETE
@given(questionnaires(), reponses_et_faits())
def test_ce_qui_est_cache_ne_compte_ni_ne_bloque(
    questionnaire: Questionnaire, saisie: Saisie
) -> None:
    reponses, faits = saisie
    etat = evaluer(questionnaire, reponses, faits)
    demandes = {e.chemin for e in etat.emplacements}

    assert set(etat.comptees) <= demandes & set(reponses)
    assert {e.chemin for e in etat.manquants} <= demandes
    assert set(etat.fautes) <= set(etat.comptees)


@PROPRIETE
@given(questionnaires(), reponses_et_faits())
def test_une_reponse_qui_ne_compte_pas_ne_change_rien(
    questionnaire: Questionnaire, saisie: Saisie
) -> None:
    reponses, faits = saisie
    etat = evaluer(questionnaire, reponses, faits)

    assert evaluer(questionnaire, etat.comptees, faits) == etat


@PROPRIETE
@given(questionnaires(), reponses_et_faits())
def test_rien_n_est_jamais_efface(questionnaire: Questionnaire, saisie: Saisie) -> None:
    reponses, faits = saisie
    avant = copy.deepcopy(reponses)

    evaluer(questionnaire, reponses, faits)

    assert reponses == avant


@PROPRIETE
@given(questionnaires(), reponses_et_faits())
def test_un_chemin_ne_designe_qu_une_question_demandee(
    questionnaire: Questionnaire, saisie: Saisie
) -> None:
    etat = evaluer(questionnaire, *saisie)
    chemins = [e.chemin for e in etat.emplacements]

    assert len(set(chemins)) == len(chemins)
    assert {e.champ.code for e in etat.emplacements} <= set(questionnaire.par_code)


@PROPRIETE
@given(questionnaires(), reponses_et_faits())
def test_repondre_a_tout_ce_qui_manque_ne_laisse_que_ce_qui_apparait(
    questionnaire: Questionnaire, saisie: Saisie
) -> None:
    reponses, faits = saisie
    etat: Etat = evaluer(questionnaire, reponses, faits)
    completes = dict(reponses) | {e.chemin: "réponse" for e in etat.manquants}

    apres = evaluer(questionnaire, completes, faits)

    nouveaux = {e.chemin for e in apres.emplacements} - {e.chemin for e in etat.emplacements}
    assert {e.chemin for e in apres.manquants} <= nouveaux


@PROPRIETE
@given(questionnaires(), reponses_et_faits())
def test_chaque_ligne_montree_est_dans_sa_repetition(
    questionnaire: Questionnaire, saisie: Saisie
) -> None:
    etat = evaluer(questionnaire, *saisie)
    lignes = {f"{chemin}.{li.cle}" for chemin, rangees in etat.rangees.items() for li in rangees}
    assert lignes <= etat.visibles
    for emplacement in etat.emplacements:
        if emplacement.lignes:
            assert any(emplacement.chemin.startswith(f"{ligne}.") for ligne in lignes)
