"""A slip in a grid file is refused at load, naming the file and the key."""

from pathlib import Path

import pytest

from declarations.grilles import DOSSIER, GrilleInvalide, patrons
from declarations.grilles.chargement import lire_patron

ER = (DOSSIER / "er-1.toml").read_text(encoding="utf-8")
CCT = (DOSSIER / "cct-1.toml").read_text(encoding="utf-8")


def ecrire(dossier: Path, nom: str, texte: str) -> Path:
    chemin = dossier / nom
    chemin.write_text(texte, encoding="utf-8")
    return chemin


@pytest.mark.parametrize(
    ("nom", "modele", "avant", "apres", "message"),
    [
        ("er-1.toml", ER, 'libelle = "Esp', 'couleur = 1\nlibelle = "Esp', "couleur : clé"),
        ("er-1.toml", ER, "debut = 2020\n", "", "debut : clé manquante"),
        ("er-1.toml", ER, "debut = 2020", "debut = true", "debut : valeur d’un autre type"),
        ("er-1.toml", ER, "debut = 2020", "debut = 2020\nfin = 2019", "fin : avant le premier"),
        ("er-2.toml", ER, "", "", "version : le nom du fichier"),
        ("er-1.toml", ER, "totalise = true", "total = true", "champs[1].total : clé inconnue"),
        ("er-1.toml", ER, "totalise = true", "totalise = 1", "totalise : valeur d’un autre"),
        ("er-1.toml", ER, 'type = "heures"', 'type = "minutes"', "heures_rencontres.type : valeur"),
        ("er-1.toml", ER, "heures_entretiens", "heures_rencontres", "code en double « heures_ren"),
        ("er-1.toml", ER, 'code = "ouverture"', 'code = "heures"', "sections[2].code : code en"),
        ("er-1.toml", ER, "jours_ouverture", "Jours", "code mal formé « Jours »"),
        ("er-1.toml", ER, 'code = "heures"', 'code = "comptes_60"', "réservé aux comptes"),
        ("er-1.toml", ER, '["reelle"]', '["realisee"]', "valeur inconnue « realisee »"),
        ("er-1.toml", ER, '["reelle"]', "[]", "liste vide"),
        ("er-1.toml", ER, 'marque = "S"\n', "", "heures_rencontres.marque : valeur inconnue"),
        ("er-1.toml", ER, "maximum = 366", "maximum = -1", "maximum : inférieur au minimum"),
        ("er-1.toml", ER, "maximum = 366", 'maximum = "beaucoup"', "ce n’est pas un nombre"),
        ("er-1.toml", ER, "maximum = 366", 'maximum = "NaN"', "ce n’est pas un nombre"),
        ("er-1.toml", ER, "maximum = 366", "maximum = 1.5", "maximum : valeur d’un autre type"),
        ("er-1.toml", ER, "maximum = 366", 'choix = [["a", "A"]]', "choix : les choix vont avec"),
        ("er-1.toml", ER, 'minimum = "aucun"', "totalise = true", "réservé aux données par ligne"),
        ("er-1.toml", ER, '["charges", "produits"]', '["autre"]', "valeur inconnue « autre »"),
        ("er-1.toml", ER, 'pluriel = "lieux"', 'pluriel = "comptes"', "code en double « comptes »"),
        ("er-1.toml", ER, 'titre = "Attente"', 'titre = " "', "titre : texte vide"),
        ("er-1.toml", ER, "[ligne]", "[ligne", "fichier : TOML illisible"),
        ("cct-1.toml", CCT, '"fournisseur_finances"', '"tresorier"', "inconnue « tresorier »"),
        ("cct-1.toml", CCT, '["logement", "Logement"]', '["logement"]', "[code, libellé]"),
        ("cct-1.toml", CCT, '["enfance",', '["jeunesse",', "code en double « jeunesse »"),
        ("cct-1.toml", CCT, '"chef_de_projet"\nmarque', '"etp"\nmarque', "oui_non par ligne"),
        ("cct-1.toml", CCT, "obligatoire = false\n", "", "ce que la Caf fournit"),
        ("cct-1.toml", CCT, 'type = "texte"', 'type = "texte"\nmaximum = 3', "réservé aux nombres"),
    ],
)  # fmt: skip
def test_une_faute_est_refusee_en_nommant_fichier_et_cle(
    tmp_path, nom, modele, avant, apres, message
):
    assert avant in modele
    chemin = ecrire(tmp_path, nom, modele.replace(avant, apres, 1))
    with pytest.raises(GrilleInvalide) as erreur:
        lire_patron(chemin)
    assert str(erreur.value).startswith(f"{nom}, ")
    assert message in str(erreur.value)


def test_deux_grilles_ne_couvrent_pas_le_meme_exercice(tmp_path):
    ecrire(tmp_path, "er-1.toml", ER.replace("debut = 2020", "debut = 2020\nfin = 2025"))
    suite = ER.replace("version = 1", "version = 2")
    ecrire(tmp_path, "er-2.toml", suite.replace("debut = 2020", "debut = 2025"))
    with pytest.raises(GrilleInvalide, match=r"er-2\.toml, debut : exercices communs avec er-1"):
        patrons(tmp_path)


def test_deux_grilles_peuvent_se_suivre(tmp_path):
    ecrire(tmp_path, "er-1.toml", ER.replace("debut = 2020", "debut = 2020\nfin = 2025"))
    suite = ER.replace("version = 1", "version = 2")
    ecrire(tmp_path, "er-2.toml", suite.replace("debut = 2020", "debut = 2026"))
    assert [p.couvre(2026) for p in patrons(tmp_path).values()] == [False, True]
