"""The questionnaires in the folder: found by reference and by exercice, versions apart."""

from datetime import date
from pathlib import Path

import pytest

from bilans.questionnaires import (
    QuestionnaireInconnu,
    livres,
    questionnaire_par_reference,
    questionnaire_pour,
)
from portal.saisie.definitions.fautes import DefinitionInvalide

PATRON = """code = "essai"
version = "{version}"
titre = "Essai"
[cadre]
sujet = "commune"
debut = {debut}
{fin}
remplit = ["repondant"]
envoie = "repondant"
source = "Essai"
marque = "H"
[[sections]]
code = "s"
titre = "S"
champs = []
"""


def ecrire(dossier: Path, version: str, debut: int, fin: str = "", nom: str = "") -> None:
    texte = PATRON.format(version=version, debut=debut, fin=fin)
    (dossier / (nom or f"essai-{version}.toml")).write_text(texte, encoding="utf-8")


def test_les_quatre_questionnaires_sont_livres() -> None:
    assert set(livres()) == {
        "autoevaluation_cct-1",
        "bilan_cct-1",
        "bilan_clas-1",
        "recensement_cct-1",
    }


@pytest.mark.parametrize(
    ("code", "annee", "dates"),
    [
        # S, DOMAINE §3.2: the school year 2025-2026, the calendar year 2025.
        ("bilan_clas", 2025, (date(2026, 6, 14), date(2026, 7, 15))),
        ("bilan_cct", 2025, (date(2026, 2, 8), date(2026, 3, 31))),
        ("autoevaluation_cct", 2025, (date(2025, 12, 1), date(2026, 3, 31))),
        ("recensement_cct", 2025, None),
    ],
)
def test_chacun_s_ouvre_et_se_ferme_aux_jours_du_domaine(
    code: str, annee: int, dates: tuple[date, date] | None
) -> None:
    cadre = questionnaire_pour(code, annee).cadre

    assert cadre is not None
    assert cadre.dates(annee) == dates


def test_le_fournisseur_d_activite_repond_et_l_approbateur_envoie() -> None:
    for code in ("bilan_clas", "bilan_cct", "autoevaluation_cct"):
        cadre = questionnaire_pour(code, 2025).cadre
        assert cadre is not None
        assert (cadre.remplit, cadre.envoie) == (("fournisseur_activite",), "approbateur")
    recensement = questionnaire_pour("recensement_cct", 2025).cadre
    assert recensement is not None
    assert (recensement.sujet, recensement.envoie) == ("commune", "repondant")


def test_un_questionnaire_se_retrouve_par_sa_reference() -> None:
    assert questionnaire_par_reference("bilan_clas-1") is questionnaire_pour("bilan_clas", 2026)


def test_ce_qui_n_existe_pas_est_dit() -> None:
    with pytest.raises(QuestionnaireInconnu, match="bilan_clas-9"):
        questionnaire_par_reference("bilan_clas-9")
    with pytest.raises(QuestionnaireInconnu, match="2024"):
        questionnaire_pour("bilan_cct", 2024)


def test_deux_versions_se_suivent(tmp_path: Path) -> None:
    ecrire(tmp_path, "1", 2024, "fin = 2025")
    ecrire(tmp_path, "2", 2026)

    assert [q.version for q in livres(tmp_path).values()] == ["1", "2"]


def test_deux_versions_ne_se_recouvrent_pas(tmp_path: Path) -> None:
    ecrire(tmp_path, "1", 2024, "fin = 2026")
    ecrire(tmp_path, "2", 2026)

    with pytest.raises(DefinitionInvalide, match="exercices communs"):
        livres(tmp_path)


def test_un_fichier_porte_le_nom_de_sa_version(tmp_path: Path) -> None:
    ecrire(tmp_path, "1", 2024, nom="autre-1.toml")

    with pytest.raises(DefinitionInvalide, match="le fichier se nomme"):
        livres(tmp_path)


def test_un_questionnaire_livre_a_un_cadre(tmp_path: Path) -> None:
    texte = 'code = "essai"\nversion = "1"\ntitre = "E"\n[[sections]]\ncode = "s"\nchamps = []\n'
    (tmp_path / "essai-1.toml").write_text(texte, encoding="utf-8")

    with pytest.raises(DefinitionInvalide, match="cadre"):
        livres(tmp_path)
