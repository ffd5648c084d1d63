"""The bilans of the bench are those of the recensement: 72 questions each, sent and counted."""

import pytest

from bilans.models import BilanADenombrer, Questionnaire, ReponseAnalyse
from bilans.services.analyse.denombrement import denombrer_en_attente
from bilans.services.analyse.etude import etude_de
from portal.accueil.peuplement import comptes
from tests.banc.etudes import RUBRIQUE, chemins_demandes, generer
from tests.bilans.bilans import questionnaires
from tests.monde import Monde, personne


@pytest.mark.django_db
def test_les_bilans_du_banc_repondent_aux_72_questions(monde: Monde) -> None:
    qui = personne("banc")
    qui.email = comptes.NATIONAL.email
    qui.save()
    questionnaires()
    recensement = Questionnaire.objects.get(code="recensement_cct")

    generer(recensement, 3)
    generer(recensement, 3)
    assert BilanADenombrer.objects.count() == 3
    denombrer_en_attente()
    assert len(chemins_demandes(recensement.versions.get())) == 72
    lignes = ReponseAnalyse.objects.filter(colonne__chemin=RUBRIQUE).values_list("valeur", "ligne")
    assert len(lignes) == 9
    assert all(valeur == ligne for valeur, ligne in lignes)
    # Drawn at random, a « non » hides what follows from it: no other answer is missing.
    assert not ReponseAnalyse.objects.filter(valeur="").exists()
    rubrique = etude_de(recensement).rubrique(RUBRIQUE)
    assert rubrique is not None
    assert len(rubrique.colonnes) == 25
