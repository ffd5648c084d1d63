"""A definition file is refused with every mistake, each where it stands, and nothing more."""

from pathlib import Path

import pytest

from portal.saisie.definitions.chargement import lire_definition
from portal.saisie.definitions.coherence import verifier_coherence
from portal.saisie.definitions.fautes import DefinitionInvalide, Releve
from portal.saisie.definitions.schema import Definition

JUSTE = """
[[repetitions]]
code = "themes"
singulier = "thème"
pluriel = "thèmes"
libelle = "Thème"

[[repetitions]]
code = "postes"
singulier = "poste"
pluriel = "postes"
libelle = "Poste"
dans = "themes"
libelle_depuis = ["intitule"]

[[sections]]
code = "poste"
titre = "Le poste"
repetition = "postes"

[[sections.champs]]
code = "intitule"
libelle = "Intitulé"
type = "texte"

[[sections.champs]]
code = "etp"
libelle = "ETP"
type = "etp"
minimum = "0.5"
maximum = 2

[[sections]]
code = "suite"
titre = "Suite"

[[sections.champs]]
code = "suite_donnee"
libelle = "Suite donnée"
type = "choix"
choix = [["oui", "Oui"], ["plus_tard", "Plus tard"]]
"""


def lire(dossier: Path, texte: str) -> Definition:
    chemin = dossier / "essai.toml"
    chemin.write_text(texte, encoding="utf-8")
    releve = Releve(chemin.name)
    definition = lire_definition(chemin, Definition, releve)
    verifier_coherence(definition, releve)
    releve.conclure()
    return definition


def fautes(dossier: Path, texte: str) -> list[str]:
    with pytest.raises(DefinitionInvalide) as refus:
        lire(dossier, texte)
    return [f"{faute.chemin} : {faute.message}" for faute in refus.value.fautes]


def test_une_definition_juste_se_lit(tmp_path: Path) -> None:
    definition = lire(tmp_path, JUSTE)

    assert [repetition.dans for repetition in definition.repetitions] == ["", "themes"]
    assert [champ.code for section in definition.sections for champ in section.champs] == [
        "intitule",
        "etp",
        "suite_donnee",
    ]


def test_chaque_faute_est_dite_et_aucune_deux_fois(tmp_path: Path) -> None:
    """A field of unknown kind is not also told to have choices, nor missed by what names it."""
    texte = (
        JUSTE.replace('singulier = "thème"\n', "")
        .replace('dans = "themes"', 'dans = "postes"')
        .replace('type = "texte"', 'type = "prose"\nchoix = [["a", "A"]]')
        .replace('minimum = "0.5"', 'minimum = "trois"')
        .replace('code = "suite"\n', 'code = "poste"\ncouleur = "bleu"\n')
        .replace('["plus_tard", "Plus tard"]', '["plus_tard"]')
        .replace('code = "suite_donnee"', 'code = "etp"')
    )

    assert fautes(tmp_path, texte) == [
        "repetitions.themes.singulier : clé manquante",
        "sections.poste.champs.intitule.type : valeur inconnue « prose »",
        "sections[2].couleur : clé inconnue",
        "sections[2].champs.etp.choix[2] : chaque choix s’écrit [code, libellé]",
        "repetitions.postes.dans : « postes » n’est pas une répétition de premier niveau",
        "sections[2].code : code en double « poste »",
        "sections.poste.champs.etp.minimum : ce n’est pas un nombre",
        "sections[2].champs.etp.code : code en double « etp »",
    ]


@pytest.mark.parametrize(
    ("avant", "apres", "attendue"),
    [
        ('titre = "Suite"', "titre = 3", "sections.suite.titre : valeur d’un autre type"),
        ('titre = "Suite"', 'titre = " "', "sections.suite.titre : texte vide"),
        ('"oui", "Oui"', '"plus_tard", "Oui"', "choix : code en double « plus_tard »"),
        ("maximum = 2", 'maximum = "0.4"', "etp.maximum : inférieur au minimum"),
        ("maximum = 2", "maximum = true", "etp.maximum : valeur d’un autre type"),
        ('"suite_donnee"', '"Suite"', "champs.Suite.code : code mal formé « Suite »"),
        ('"suite_donnee"', '"themes"', "champs.themes.code : code en double « themes »"),
        ('["intitule"]', '["etp"]', "libelle_depuis : « etp » n’est pas un texte"),
        ('dans = "themes"', 'dans = "rues"', "« rues » n’est pas une répétition de premier"),
    ],
)
def test_une_faute_est_dite_a_sa_place(
    tmp_path: Path, avant: str, apres: str, attendue: str
) -> None:
    assert avant in JUSTE
    (dite,) = fautes(tmp_path, JUSTE.replace(avant, apres))

    assert attendue in dite


def test_une_section_repetee_sur_rien_le_dit_et_ce_qu_il_en_coute(tmp_path: Path) -> None:
    assert fautes(tmp_path, JUSTE.replace('repetition = "postes"', 'repetition = "rues"')) == [
        "sections.poste.repetition : répétition inconnue « rues »",
        "repetitions.postes.libelle_depuis : « intitule » n’est pas un texte de ces lignes",
    ]


def test_un_fichier_sans_sections_le_dit_une_fois(tmp_path: Path) -> None:
    assert fautes(tmp_path, "") == ["sections : clé manquante"]


def test_un_toml_illisible_dit_sa_ligne(tmp_path: Path) -> None:
    (dite,) = fautes(tmp_path, 'libelle = "Essai"\n[[sections]\n')

    assert dite == "fichier : TOML illisible (ligne 2, colonne 11)"


def test_ce_qui_n_est_pas_du_texte_est_refuse(tmp_path: Path) -> None:
    (tmp_path / "essai.toml").write_bytes(b"libelle = \xff")

    with pytest.raises(DefinitionInvalide, match="UTF-8"):
        lire_definition(tmp_path / "essai.toml", Definition, Releve("essai.toml"))
