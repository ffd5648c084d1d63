"""Places of fields: once, on each row, on rows within rows, whatever the rows are."""

import pytest

from portal.saisie.regles.champs import Champ
from portal.saisie.regles.structure import Ligne, Repetition, Section, derouler, rangs

THEMES = Repetition("themes", "thème", "thèmes", "Thème")
POSTES = Repetition("postes", "poste", "postes", "Poste", dans="themes")
REPETITIONS = {r.code: r for r in (THEMES, POSTES)}
LIGNES = {
    "themes": [Ligne("enfance", "Enfance"), Ligne("handicap", "Handicap")],
    "themes.enfance.postes": [Ligne("p1", "Claire Coop")],
    "themes.handicap.postes": [Ligne("p1", "Ana Coop"), Ligne("p2", "Poste 2")],
}
ETP = Champ(code="etp", libelle="ETP", type="etp")
NOM = Champ(code="nom", libelle="Nom", type="texte")


def chemins(repetition: str) -> list[str]:
    section = Section("s", "Section", (NOM, ETP), repetition=repetition)
    return [e.chemin for e in derouler(section, section.champs, REPETITIONS, LIGNES)]


def test_une_section_sans_repetition_se_pose_une_fois() -> None:
    assert chemins("") == ["nom", "etp"]


def test_une_section_repetee_se_pose_ligne_par_ligne() -> None:
    assert chemins("themes") == [
        "themes.enfance.nom",
        "themes.enfance.etp",
        "themes.handicap.nom",
        "themes.handicap.etp",
    ]


def test_une_repetition_dans_une_autre_suit_les_lignes_de_dehors() -> None:
    """The same key within two rows names two rows."""
    assert [prefixe for prefixe, _ in rangs("postes", REPETITIONS, LIGNES)] == [
        "themes.enfance.postes.p1.",
        "themes.handicap.postes.p1.",
        "themes.handicap.postes.p2.",
    ]


def test_un_emplacement_se_nomme_avec_toutes_ses_lignes() -> None:
    section = Section("s", "Section", (ETP,), repetition="postes")
    (dernier,) = list(derouler(section, section.champs, REPETITIONS, LIGNES))[-1:]

    assert dernier.libelle_complet == "ETP – Handicap – Poste 2"
    assert dernier.ligne == Ligne("p2", "Poste 2")


def test_sans_ligne_rien_n_est_demande() -> None:
    section = Section("s", "Section", (ETP,), repetition="postes")

    assert list(derouler(section, section.champs, REPETITIONS, {"themes": LIGNES["themes"]})) == []


@pytest.mark.parametrize("dans", ["", "themes.enfance."])
def test_le_chemin_d_une_ligne_commence_par_son_prefixe(dans: str) -> None:
    ligne = Ligne("p1", "Poste 1")

    assert POSTES.chemin(ligne, "etp", dans) == POSTES.prefixe(ligne, dans) + "etp"
