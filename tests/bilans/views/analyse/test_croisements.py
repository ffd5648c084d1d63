"""Answers beside each other: two questions crossed, exercices and territories compared."""

from dataclasses import replace

import pytest
from django.test import Client

from bilans.models import VersionQuestionnaire
from tests.bilans.etudes import AVIS, BONUS, COMBIEN, TYPE, envoyer, publier, version
from tests.bilans.views.analyse.pages import colonne, lire, mots
from tests.monde import Monde

pytestmark = pytest.mark.usefixtures("fige")


def test_croiser_deux_questions(client: Client, monde: Monde, essai: VersionQuestionnaire) -> None:
    pk = essai.questionnaire_id
    choix = {"lignes": colonne("bonus"), "colonnes": colonne("structure")}
    page = mots(lire(client, monde.conseiller, "analyse_croisement", pk, **choix))
    lue = page.replace("\u00a0", " ")
    assert "8 réponses aux deux questions" in lue
    assert "Non 0 0 % 5 100 % 0 0 % 5 100 %" in lue
    masquee = mots(lire(client, monde.national, "analyse_croisement", pk, **choix))
    assert "masqué" in masquee
    seuls = {"lignes": colonne("bonus"), "colonnes": colonne("combien")}
    # Three bilans answered both: not even how many is told outside the Caf.
    peu = mots(lire(client, monde.national, "analyse_croisement", pk, **seuls))
    assert "Trop peu de réponses aux deux questions" in peu
    assert "12 enfants 100" not in peu.replace("\u00a0", " ")
    lue = mots(lire(client, monde.conseiller, "analyse_croisement", pk, **seuls))
    assert "12 enfants" in lue.replace("\u00a0", " ")


def test_comparer_des_exercices_dit_ce_qui_a_change_et_ne_melange_pas_un_code_renomme(
    client: Client, monde: Monde, essai: VersionQuestionnaire
) -> None:
    deux = publier(version(2, BONUS, COMBIEN, AVIS, replace(TYPE, code="structure_type")))
    envoyer(
        monde,
        deux,
        {"bonus": "oui", "structure_type": "rouge"},
        {"bonus": "non", "structure_type": "vert"},
        annee=2025,
    )
    pk = essai.questionnaire_id
    page = mots(lire(client, monde.conseiller, "analyse_comparaison", pk)).replace("\u00a0", " ")

    assert "2024-2025 2025-2026" in page
    assert "Oui 28,6 % 50 % +21,4 points" in page
    # Asked in one version only: neither column holds the answers of the other.
    assert "Question retirée : « Type de structure »." in page
    assert "Ont répondu 8 – Rouge 25 % –" in page
    assert "Ont répondu – 2 Rouge – 50 %" in page
    par = mots(lire(client, monde.national, "analyse_comparaison", pk, par="territoires"))
    assert "Caf de la Savoie" in par
    assert "Caf du Nord" in par
