"""A slip in a grid file is refused at load, naming the file and the key."""

from pathlib import Path

import pytest

from declarations.grilles import DOSSIER, patrons
from declarations.grilles.chargement import lire_patron
from portal.saisie.definitions.fautes import DefinitionInvalide

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
        ("er-1.toml", ER, "totalise = true", "total = true", "rencontres.total : clé inconnue"),
        ("er-1.toml", ER, "totalise = true", "totalise = 1", "totalise : valeur d’un autre"),
        ("er-1.toml", ER, 'type = "heures"', 'type = "minutes"', "heures_rencontres.type : valeur"),
        ("er-1.toml", ER, "heures_entretiens", "heures_rencontres", "code en double « heures_ren"),
        ("er-1.toml", ER, 'code = "ouverture"', 'code = "heures"', "sections[2].code : code en"),
        ("er-1.toml", ER, "jours_ouverture", "Jours", "Jours.code : code mal formé « Jours »"),
        ("er-1.toml", ER, 'code = "heures"', 'code = "comptes_60"', "réservé aux comptes"),
        ("er-1.toml", ER, '["reelle"]', '["realisee"]', "valeur inconnue « realisee »"),
        ("er-1.toml", ER, '["reelle"]', "[]", "liste vide"),
        ("er-1.toml", ER, 'marque = "S"\n', "", "heures_rencontres.marque : clé manquante"),
        ("er-1.toml", ER, "maximum = 366", "maximum = -1", "maximum : inférieur au minimum"),
        ("er-1.toml", ER, "maximum = 366", 'maximum = "beaucoup"', "ce n’est pas un nombre"),
        ("er-1.toml", ER, "maximum = 366", 'maximum = "NaN"', "ce n’est pas un nombre"),
        ("er-1.toml", ER, "maximum = 366", "maximum = 1.5", "maximum : valeur d’un autre type"),
        ("er-1.toml", ER, "maximum = 366", 'choix = [["a", "A"]]', "choix : les choix vont avec"),
        ("er-1.toml", ER, 'minimum = "aucun"', "totalise = true", "réservé aux données par ligne"),
        ("er-1.toml", ER, '["charges", "produits"]', '["autre"]', "valeur inconnue « autre »"),
        ("er-1.toml", ER, 'code = "lieux"', 'code = "comptes"', "code en double « comptes »"),
        ("er-1.toml", ER, 'repetition = "lieux"', 'repetition = "rues"', "inconnue « rues »"),
        ("er-1.toml", ER, "[[repetitions]]", "[[sections]]", "une grille a une répétition, et une"),
        ("er-1.toml", ER, 'titre = "Attente"', 'titre = " "', "titre : texte vide"),
        ("er-1.toml", ER, "[comptes]", "[comptes", "illisible (ligne 14, colonne 9)"),
        ("cct-1.toml", CCT, '"fournisseur_finances"', '"tresorier"', "inconnue « tresorier »"),
        ("cct-1.toml", CCT, '["logement", "Logement"]', '["logement"]', "[code, libellé]"),
        ("cct-1.toml", CCT, '["enfance",', '["jeunesse",', "code en double « jeunesse »"),
        ("cct-1.toml", CCT, '{ question = "chef_de_projet"', '{ question = "etp"', "oui_non par"),
        ("cct-1.toml", CCT, 'contient = "oui"', 'contient = "non"', "qui contient « oui »"),
        ("cct-1.toml", CCT, 'contient = "oui"', 'couleur = "oui"', ".condition : "),
        ("cct-1.toml", CCT, '["prenom", "nom"]', '["prenom", "etp"]', "« etp » n’est pas un texte"),
        ("cct-1.toml", CCT, "obligatoire = false\n", "", "ce que la Caf fournit"),
        ("cct-1.toml", CCT, 'type = "texte"', 'type = "texte"\nmaximum = 3', "réservé aux nombres"),
    ],
)  # fmt: skip
def test_une_faute_est_refusee_en_nommant_fichier_et_cle(
    tmp_path, nom, modele, avant, apres, message
):
    assert avant in modele
    chemin = ecrire(tmp_path, nom, modele.replace(avant, apres, 1))
    with pytest.raises(DefinitionInvalide) as erreur:
        lire_patron(chemin)
    assert str(erreur.value).startswith(f"{nom}, ")
    assert message in str(erreur.value)


def test_toutes_les_fautes_d_une_grille_se_disent_a_la_fois(tmp_path):
    """Those of the keys and those of the whole together, each once, and no other for it."""
    fautif = (
        CCT.replace('libelle = "Chargés', 'couleur = 1\nlibelle = "Chargés', 1)
        .replace('type = "texte"', 'type = "prose"', 1)
        .replace('["prenom", "nom"]', '["prenom", "etp"]', 1)
        .replace('"fournisseur_finances"', '"tresorier"', 1)
        .replace('{ question = "chef_de_projet"', '{ question = "etp"', 1)
    )
    with pytest.raises(DefinitionInvalide) as erreur:
        lire_patron(ecrire(tmp_path, "cct-1.toml", fautif))

    assert [(faute.chemin.rsplit(".", 1)[-1], faute.message) for faute in erreur.value.fautes] == [
        ("couleur", "clé inconnue"),
        ("type", "valeur inconnue « prose »"),
        ("lecteurs[1]", "valeur inconnue « tresorier »"),
        ("libelle_depuis", "« etp » n’est pas un texte de ces lignes"),
        ("condition", "un champ oui_non par ligne est attendu, qui contient « oui »"),
    ]


def test_deux_grilles_ne_couvrent_pas_le_meme_exercice(tmp_path):
    ecrire(tmp_path, "er-1.toml", ER.replace("debut = 2020", "debut = 2020\nfin = 2025"))
    suite = ER.replace("version = 1", "version = 2")
    ecrire(tmp_path, "er-2.toml", suite.replace("debut = 2020", "debut = 2025"))
    commun = r"er-2\.toml, debut : exercices communs avec er-1"
    with pytest.raises(DefinitionInvalide, match=commun):
        patrons(tmp_path)


def test_deux_grilles_peuvent_se_suivre(tmp_path):
    ecrire(tmp_path, "er-1.toml", ER.replace("debut = 2020", "debut = 2020\nfin = 2025"))
    suite = ER.replace("version = 1", "version = 2")
    ecrire(tmp_path, "er-2.toml", suite.replace("debut = 2020", "debut = 2026"))
    assert [p.couvre(2026) for p in patrons(tmp_path).values()] == [False, True]
