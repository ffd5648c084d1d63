"""The bilans of the demonstration: each questionnaire is seen in several states."""

from collections import defaultdict

import pytest
from django.conf import settings
from django.db.models import Count

from bilans.models import (
    Bilan,
    BilanADenombrer,
    CampagneBilan,
    EnvoiBilan,
    ModificationCaf,
    Questionnaire,
    Repondant,
    ReponseAnalyse,
    VersionQuestionnaire,
)
from bilans.regles.etats import Etat
from bilans.services.analyse.etude import etude_de
from bilans.services.empreintes import empreinte
from bilans.services.historique import historique_transmis
from portal.dossiers.models import Avis
from portal.socle.models import Courriel

pytestmark = pytest.mark.usefixtures("demo")


def etats() -> dict[str, set[str]]:
    par_code: dict[str, set[str]] = defaultdict(set)
    for code, etat in Bilan.objects.values_list("version__questionnaire__code", "etat"):
        par_code[code].add(etat)
    return par_code


def test_chaque_questionnaire_est_la_dans_chaque_etat() -> None:
    livres = ("autoevaluation_cct", "bilan_cct", "bilan_clas", "recensement_cct")
    assert etats() == {code: set(Etat) for code in livres}


def test_un_brouillon_des_questions_d_une_caf_une_campagne_suspendue() -> None:
    brouillons = VersionQuestionnaire.objects.filter(publiee_le=None)
    assert [v.reference for v in brouillons.select_related("questionnaire")] == ["bilan_cct-2"]
    completes = Bilan.objects.exclude(complement=None)
    assert set(completes.values_list("caf__code", flat=True)) == {"73"}
    (suspendue,) = CampagneBilan.objects.exclude(suspendue_le=None)
    assert suspendue.bilans.filter(etat=Etat.EN_COURS).exists()


def test_une_reponse_modifiee_par_la_caf_a_son_histoire() -> None:
    for modification in ModificationCaf.objects.select_related("bilan__dernier_envoi"):
        caf, transmis = historique_transmis(modification.bilan, modification.chemin)
        assert (caf.motif, caf.avant) == (modification.motif, transmis.valeur)
    assert ModificationCaf.objects.count() >= 4


def test_les_actes_recents_sont_dans_les_avis_et_aucun_courriel_n_en_part() -> None:
    actes = set(Avis.objects.filter(dossier__nature="bilan").values_list("acte", flat=True))
    assert {"transmettre", "modifier", "valider", "demander_complement"} <= actes
    assert not Courriel.objects.filter(relecteur__in=("bilans.acte", "bilans.avis")).filter(
        parametres__has_key="avis"
    )


def test_ce_qui_est_transmis_est_complet_et_verifiable() -> None:
    envois = EnvoiBilan.objects.select_related("bilan")
    assert envois.count() >= 8
    for envoi in envois:
        assert envoi.empreinte == empreinte(envoi)
        assert len(envoi.reponses) > 10


def test_ce_qui_est_transmis_est_deja_compte() -> None:
    assert not BilanADenombrer.objects.exists()
    comptes = set(ReponseAnalyse.objects.values_list("bilan", flat=True))
    assert comptes == set(Bilan.objects.exclude(dernier_envoi=None).values_list("pk", flat=True))


def test_vingt_cinq_communes_ont_recu_un_lien_cette_annee_comme_l_an_passe() -> None:
    liens = Repondant.objects.filter(revoque_le=None)
    annees = liens.order_by("bilan__annee").values_list("bilan__annee").annotate(n=Count("pk"))
    assert [combien for _, combien in annees] == [25, 25]
    # Those of a year ago have left since: the seven who are on their way have one in the mailbox.
    ecrits = Courriel.objects.filter(objet_type="bilans.bilan", objet__contains="lien personnel")
    assert ecrits.count() == 7


def test_la_nation_a_de_quoi_compter_et_comparer() -> None:
    """Enough communes for answers not to be masked as too few."""
    recensement = Questionnaire.objects.get(code="recensement_cct", caf=None)
    etude = etude_de(recensement)
    reponses = ReponseAnalyse.objects.filter(colonne_id=etude.ids["themes.reseau"])
    comptes = reponses.values_list("bilan__annee", "valeur").annotate(n=Count("pk"))
    assert {valeur for _, valeur, _ in comptes} >= {"oui", "non"}
    lus = [combien for _, valeur, combien in comptes if valeur]
    assert len(lus) >= 4
    assert min(lus) >= settings.SEUIL_PETITS_EFFECTIFS
