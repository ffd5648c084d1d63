"""Every answer taken away: one row per bilan, one sheet per repetition, nothing invented."""

import csv
from dataclasses import replace
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest

from bilans.models import ColonneAnalyse, VersionQuestionnaire
from tests.bilans.etudes import (
    AVIS,
    COMBIEN,
    TYPE,
    envoyer,
    publier,
    version,
)
from tests.bilans.exports.donnees import exporter
from tests.bilans.exports.test_dictionnaire import lire
from tests.monde import Monde

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


def test_une_ligne_par_bilan_et_une_feuille_par_repetition(
    monde: Monde, essai: VersionQuestionnaire
) -> None:
    classeur = lire(exporter(monde.conseiller, essai))

    assert list(classeur) == ["bilans", "lieux", "Dictionnaire", "Choix"]
    (bilan,) = classeur["bilans"]
    assert bilan["bilan"].startswith("ESSAI-2024-")
    assert bilan["exercice"] == "2024-2025"
    assert bilan["equipement"] == "Les Alizés"
    assert (bilan["bonus"], bilan["structure"], bilan["plusieurs"]) == (
        "Non",
        "Rouge",
        "Rouge ; Vert",
    )
    # Typed, then hidden: it does not leave.
    assert bilan["combien"] == ""
    assert bilan["avis"] == "'=CALCUL()"
    assert [(li["lieux"], li["lieux (libellé)"], li["lieu_nom"]) for li in classeur["lieux"]] == [
        ("b", "lieu 1", "Ugine"),
        ("c", "lieu 2", ""),
    ]
    assert {li["bilan"] for li in classeur["lieux"]} == {bilan["bilan"]}
    colonnes = set(bilan) | set(classeur["lieux"][0])
    assert {article["Code"] for article in classeur["Dictionnaire"]} <= colonnes


def test_les_codes_et_les_nombres_se_lisent_comme_tels(
    monde: Monde, essai: VersionQuestionnaire
) -> None:
    envoyer(monde, essai, {"bonus": "oui", "combien": "12"}, {"bonus": "ne_sait_pas"})
    classeur = lire(exporter(monde.conseiller, essai, valeurs="codes"))
    lues = [(li["bonus"], li["combien"], li["plusieurs"]) for li in classeur["bilans"]]
    assert lues == [("non", "", "rouge ; vert"), ("oui", 12.0, ""), ("ne_sait_pas", "", "")]


def test_une_question_retiree_reste_et_ce_que_l_on_ne_demande_plus_n_est_pas_un_non(
    monde: Monde, essai: VersionQuestionnaire
) -> None:
    """Three traps at once: a deleted yes/no, a removed question, a renamed code."""
    deux = publier(version(2, replace(TYPE, code="structure_type"), COMBIEN_SEUL, AVIS))
    envoyer(monde, deux, {"structure_type": "vert"}, annee=2025)
    ancien, nouveau = lire(exporter(monde.conseiller, essai))["bilans"]

    assert (ancien["bonus"], nouveau["bonus"]) == ("Non", "")
    assert (ancien["structure"], ancien["structure_type"]) == ("Rouge", "")
    assert (nouveau["structure"], nouveau["structure_type"]) == ("", "Vert")
    assert (ancien["version"], nouveau["version"]) == ("essai-1", "essai-2")


COMBIEN_SEUL = replace(COMBIEN, condition=None, obligatoire=False)


def test_en_csv_une_archive_s_ouvre_en_francais(monde: Monde, essai: VersionQuestionnaire) -> None:
    archive = ZipFile(BytesIO(exporter(monde.conseiller, essai, "csv")))
    assert set(archive.namelist()) == {
        "bilans.csv",
        "lieux.csv",
        "Dictionnaire.csv",
        "Choix.csv",
    }
    texte = archive.read("bilans.csv").decode("utf-8-sig")
    (bilan,) = csv.DictReader(StringIO(texte), delimiter=";")
    assert bilan["structure"] == "Rouge"
    assert bilan["avis"] == "'=CALCUL()"


def test_ce_qui_quitte_la_caf_ne_nomme_personne(monde: Monde, essai: VersionQuestionnaire) -> None:
    envoyer(monde, essai, *[{"bonus": "oui", "combien": "1", "avis": "Chez Alice"}] * 5)
    for contenu in (
        exporter(monde.national, essai),
        exporter(monde.conseiller, essai, diffuser="1"),
    ):
        classeur = lire(contenu)
        assert list(classeur["bilans"][0]) == [
            "bilan",
            "exercice",
            "version",
            "fait:en_retard",
            "bonus",
            "combien",
            "structure",
            "plusieurs",
        ]
        assert sorted(li["bilan"] for li in classeur["bilans"]) == sorted(map(str, range(1, 7)))
        assert list(classeur["lieux"][0]) == ["bilan", "lieux", "lieu_ouvert"]
        textes = str(classeur["bilans"]) + str(classeur["lieux"])
        for nom in ("Alice", "Passerelles", "Alizés", "Savoie", "Ugine"):
            assert nom not in textes


def test_un_filtre_vaut_pour_l_export_aussi(monde: Monde, essai: VersionQuestionnaire) -> None:
    envoyer(monde, essai, {"bonus": "oui", "combien": "1"})
    bonus = ColonneAnalyse.objects.get(chemin="bonus").pk
    (bilan,) = lire(exporter(monde.conseiller, essai, f=f"{bonus}~oui"))["bilans"]
    assert bilan["combien"] == 1
