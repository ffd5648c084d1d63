"""What ``examiner_fichier --reprise`` says of the workbooks that people really send, and refuses.

Each is built as a spreadsheet would leave it; the verdict, and where it points, is asked for.
"""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.declarations.classeurs import TITRES
from tests.declarations.elan.classeurs import (
    Places,
    Rangees,
    ajouter,
    avec_resultat,
    ecrire,
    examiner,
    fait,
    places,
    sur,
)
from tests.socle import fichiers

TITRE_ET_VIDE: Rangees = [["Reprise 2024"], []]


def sous_un_titre(un: Rangees, deux: Rangees) -> None:
    un[:0] = TITRE_ET_VIDE


def sans_compte(un: Rangees, deux: Rangees) -> None:
    del deux[1:]


# name: content, places of the mistakes, words of one of their messages.
FAUTIFS: dict[str, tuple[Callable[[], bytes], Places, str]] = {
    "fusion": (
        lambda: sur("Collectifs", lambda f: f.merge_cells("E2:E3")),
        [("Collectifs", 2, "Enfants inscrits"), ("Collectifs", 3, "Enfants inscrits")],
        "fusionnée",
    ),
    "fusion-d-une-ligne": (
        lambda: sur("Comptes", lambda f: f.merge_cells("C2:D2")),
        [("Comptes", 2, "Compte")],
        "fusionnée",
    ),
    "somme-sans-mot": (
        lambda: ajouter(1, [None, None, None, 36001]),
        [("Comptes", 5, "N° du projet")],
        "ligne de total se supprime",
    ),
    "calcul-sans-resultat": (
        lambda: ecrire(1, 2, 4, "=1500*2"),
        [("Comptes", 2, "Montant")],
        "sa formule n’a pas de résultat enregistré",
    ),
    "calcul-en-erreur": (
        lambda: avec_resultat("=RECHERCHE()", "D2", b"#N/A", b"e"),
        [("Comptes", 2, "Montant")],
        "#N/A",
    ),
    "calcul-trop-precis": (
        lambda: avec_resultat("=10000/3", "D2", b"3333.3333333333335"),
        [("Comptes", 2, "Montant")],
        "décimale",
    ),
    "date-pour-un-nombre": (
        lambda: ecrire(0, 2, 5, datetime(2024, 10, 12)),
        [("Collectifs", 2, "Enfants inscrits")],
        "contient une date (12/10/2024)",
    ),
    "date-pour-un-montant": (
        lambda: ecrire(1, 3, 4, date(2024, 1, 15)),
        [("Comptes", 3, "Montant")],
        "contient une date",
    ),
    "mot-pour-un-nombre": (
        lambda: ecrire(0, 2, 5, "une dizaine"),
        [("Collectifs", 2, "Enfants inscrits")],
        "Vous avez écrit «\u00a0une dizaine\u00a0»",
    ),
    "enfants-et-demi": (
        lambda: ecrire(0, 2, 5, 10.5),
        [("Collectifs", 2, "Enfants inscrits")],
        "entier",
    ),
    "negatif": (lambda: ecrire(1, 2, 4, -3000), [("Comptes", 2, "Montant")], "négati"),
    "ambigu": (lambda: ecrire(1, 2, 4, "1.234"), [("Comptes", 2, "Montant")], "1.234"),
    "demesure": (lambda: ecrire(1, 2, 4, 1e300), [("Comptes", 2, "Montant")], "démesuré"),
    "trop-d-enfants": (
        lambda: ecrire(0, 2, 5, 99_999_999_999),
        [("Collectifs", 2, "Enfants inscrits")],
        "",
    ),
    "niveau-inconnu": (
        lambda: ecrire(0, 2, 4, "Université"),
        [("Collectifs", 2, "Niveau scolaire")],
        "Vous avez écrit «\u00a0Université\u00a0». Choisissez Élémentaire, Collège ou Lycée.",
    ),
    "vrai-pour-un-nombre": (
        lambda: ecrire(0, 2, 5, True),
        [("Collectifs", 2, "Enfants inscrits")],
        "Écrivez un nombre",
    ),
    "compte-inconnu": (lambda: ecrire(1, 2, 3, "999"), [("Comptes", 2, "Compte")], "999"),
    "compte-deux-fois": (
        lambda: ecrire(1, 3, 3, "60"),
        [("Comptes", 3, "Compte")],
        "déjà donné à la ligne 2",
    ),
    "exercice-illisible": (
        lambda: ecrire(0, 2, 2, "2024"),
        [("Collectifs", 2, "Exercice")],
        "",
    ),
    "projet-illisible": (
        lambda: ecrire(0, 2, 1, "P-18"),
        [("Collectifs", 2, "N° du projet")],
        "P-18",
    ),
    "titre-en-double": (
        lambda: ecrire(1, 1, 3, "Montant"),
        [("Comptes", 1, "Compte"), ("Comptes", 1, "Montant")],
        "",
    ),
    "titre-change": (
        lambda: ecrire(0, 1, 5, "Nb enfants"),
        [("Collectifs", 1, "Enfants inscrits")],
        "la colonne « Enfants inscrits » manque",
    ),
    "sous-un-titre": (
        lambda: fait(sous_un_titre),
        [("Collectifs", 1, titre) for titre in TITRES],
        "manque",
    ),
    "feuille-masquee": (
        lambda: sur("Comptes", lambda f: setattr(f, "sheet_state", "hidden")),
        [("Comptes", None, None)],
        "manque ou est masquée",
    ),
    "sans-compte": (
        lambda: fait(sans_compte),
        [("Comptes", None, None)],
        "ne contient aucune ligne",
    ),
    "nom-vide": (
        lambda: ecrire(0, 2, 3, None),
        [("Collectifs", 2, "Nom du collectif")],
        "",
    ),
}


@pytest.mark.parametrize("nom", FAUTIFS)
def test_chaque_faute_est_dite_a_sa_cellule(tmp_path: Path, nom: str) -> None:
    contenu, attendues, dit = FAUTIFS[nom]
    avis = examiner(tmp_path, contenu())
    assert avis["verdict"] == "refuse"
    assert set(attendues) <= set(places(avis["erreurs"]))
    messages = [erreur["message"] for erreur in avis["erreurs"]]
    assert any(dit in message for message in messages), messages
    assert avis["motif"]
    assert avis["genre"] == "classeur"


@pytest.mark.parametrize(
    ("nom", "contenu", "genre", "dit"),
    [
        ("a.xlsm", fait, "classeur", ".xlsx"),
        ("a.xls", lambda: fichiers.OLE, "classeur", ".xlsx"),
        ("a.ods", lambda: fichiers.ods({"Collectifs": [list(TITRES)]}), "classeur", ".xlsx"),
        ("a.csv", lambda: b"a;b\n1;2\n", "texte", ".xlsx"),
        ("a.xlsx", lambda: fichiers.OLE, "classeur", "protection"),
        ("a.xlsx", fichiers.chiffree, "classeur", "mot de passe"),
        ("a.xlsx", lambda: fichiers.xlsx({"xl/vbaProject.bin": b"x"}), "classeur", "macro"),
        ("a.xlsx", fichiers.DEMESURES["loin.xlsx"], "classeur", "bien au-delà"),
        ("a.xlsx", lambda: b"", "inconnu", ""),
        ("a.xlsx", lambda: fichiers.PDF, "pdf", ""),
        ("a.xlsx", lambda: fait()[:2000], "classeur", ""),
    ],
)
def test_ce_qui_n_est_pas_un_classeur_a_lire_est_refuse_avec_sa_raison(
    tmp_path: Path, nom: str, contenu: Callable[[], bytes], genre: str, dit: str
) -> None:
    avis = examiner(tmp_path, contenu(), nom)
    assert (avis["verdict"], avis["genre"]) == ("refuse", genre)
    assert dit in avis["motif"]
    assert avis["motif"]
    assert avis["avertissements"] == []
