"""The bilans of the demonstration: each questionnaire is seen in several states."""

from collections import defaultdict

import pytest

from bilans.models import Bilan, EnvoiBilan, Repondant
from bilans.regles.etats import Etat
from bilans.services.empreintes import empreinte

pytestmark = pytest.mark.usefixtures("demo")


def etats() -> dict[str, set[str]]:
    par_code: dict[str, set[str]] = defaultdict(set)
    for code, etat in Bilan.objects.values_list("version__questionnaire__code", "etat"):
        par_code[code].add(etat)
    return par_code


def test_chaque_questionnaire_est_la_dans_plusieurs_etats() -> None:
    trouves = etats()
    assert set(trouves) == {"autoevaluation_cct", "bilan_cct", "bilan_clas", "recensement_cct"}
    assert set().union(*trouves.values()) == set(Etat) - {Etat.SANS_OBJET}
    assert all(len(e) >= 3 for e in trouves.values()), trouves


def test_ce_qui_est_transmis_est_complet_et_verifiable() -> None:
    envois = EnvoiBilan.objects.select_related("bilan")
    assert envois.count() >= 8
    for envoi in envois:
        assert envoi.empreinte == empreinte(envoi)
        assert len(envoi.reponses) > 10


def test_une_commune_a_transmis_une_autre_a_commence() -> None:
    assert sorted(Repondant.objects.values_list("bilan__etat", flat=True)) == [
        "a_remplir",
        "en_cours",
        "transmis",
    ]
