"""What ``examiner_fichier --reprise`` says of the workbooks that people really send.

Each is built as a spreadsheet would leave it; the verdict, and where it points, is asked for.
"""

import json
from collections.abc import Callable
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from openpyxl import Workbook
from openpyxl.worksheet.table import Table

from tests.declarations.classeurs import TITRES, TITRES_COMPTES, avec_partie, classeur
from tests.monde import MAINTENANT
from tests.socle import fichiers

PROJET, EXERCICE = 18, "2024-2025"
SECONDE = "xl/worksheets/sheet2.xml"
Rangees = list[list[Any]]
Avis = dict[str, Any]


def collectifs() -> Rangees:
    return [
        list(TITRES),
        [PROJET, EXERCICE, "Les Alizés", "Élémentaire", 10, "Oui", "non"],
        [PROJET, EXERCICE, "Les Embruns", "Collège", 12, "non", "non"],
    ]


def comptes() -> Rangees:
    return [
        list(TITRES_COMPTES),
        [PROJET, EXERCICE, "60", 3000],
        [PROJET, EXERCICE, "64", 15000.5],
        [PROJET, EXERCICE, "741", 18000.5],
    ]


def fait(
    changer: Callable[[Rangees, Rangees], object] | None = None,
    retoucher: Callable[[Workbook], None] | None = None,
    **autres: Rangees,
) -> bytes:
    un, deux = collectifs(), comptes()
    if changer:
        changer(un, deux)
    return classeur({"Collectifs": un, "Comptes": deux, **autres}, retoucher)


def ecrire(feuille: int, ligne: int, colonne: int, valeur: object) -> bytes:
    """A sound workbook but for one cell; rows and columns counted from 1."""

    def changer(*feuilles: Rangees) -> None:
        feuilles[feuille][ligne - 1][colonne - 1] = valeur

    return fait(changer)


def ajouter(feuille: int, rangee: list[Any], place: int | None = None) -> bytes:
    """A sound workbook with one row more, at the end or at a line."""

    def changer(*feuilles: Rangees) -> None:
        rang = len(feuilles[feuille]) if place is None else place - 1
        feuilles[feuille].insert(rang, rangee)

    return fait(changer)


def sur(feuille: str, faire: Callable[[Any], object]) -> bytes:
    """A sound workbook, one of whose sheets is touched up."""
    return fait(retoucher=lambda livre: faire(livre[feuille]))


def avec_resultat(formule: str, place: str, resultat: bytes, genre: bytes = b"") -> bytes:
    """A computed cell, with the result that the spreadsheet wrote beside it."""
    ligne, colonne = int(place[1:]), ord(place[0]) - 64
    contenu = ecrire(1, ligne, colonne, formule)
    cherche = b'<c r="' + place.encode() + b'"'

    def remplacer(brut: bytes) -> bytes:
        assert brut.count(cherche) == 1
        attribut = b' t="' + genre + b'"' if genre else b""
        neuf = brut.replace(cherche, cherche + attribut)
        debut = neuf.index(cherche)
        vide = neuf.index(b"<v", debut)
        fin = neuf.index(b"</c>", vide)
        return neuf[:vide] + b"<v>" + resultat + b"</v>" + neuf[fin:]

    return avec_partie(contenu, SECONDE, remplacer)


def masquer(feuille: Any) -> None:
    feuille.auto_filter.ref = "A1:G3"
    feuille.row_dimensions[3].hidden = True


def proteger(feuille: Any) -> None:
    feuille.protection.sheet = True
    feuille.protection.password = "secret"


def en_tableau(feuille: Any) -> None:
    feuille.add_table(Table(displayName="Collectifs1", ref="A1:G3"))


TITRE_ET_VIDE: Rangees = [["Reprise 2024"], []]


def sous_un_titre(un: Rangees, deux: Rangees) -> None:
    un[:0] = TITRE_ET_VIDE


def sans_compte(un: Rangees, deux: Rangees) -> None:
    del deux[1:]


def dans_un_autre_ordre(un: Rangees, deux: Rangees) -> None:
    for rangee in un:
        rangee.reverse()
    un[0] = [f"  {titre.upper()} " for titre in un[0]]


C1 = "Collectifs", 2
E2 = "Comptes", 2
# name: content, verdict, places of the mistakes, places of the warnings.
Places = list[tuple[str, int | None, str | None]]
SAINS: dict[str, tuple[Callable[[], bytes], Places]] = {
    "tel-quel": (fait, []),
    "lignes-masquees": (lambda: sur("Collectifs", masquer), [("Collectifs", 3, None)]),
    "colonne-masquee": (
        lambda: sur("Comptes", lambda f: setattr(f.column_dimensions["D"], "hidden", True)),
        [("Comptes", None, "Montant")],
    ),
    "hauteur-nulle": (
        lambda: avec_partie(
            fait(), SECONDE, lambda b: b.replace(b'<row r="2"', b'<row r="2" ht="0"')
        ),
        [("Comptes", 2, None)],
    ),
    "ligne-vide": (lambda: ajouter(0, [None] * 7, 3), []),
    "lignes-vides-a-la-fin": (lambda: ajouter(1, [" ", "", None, "  "]), []),
    "ligne-de-total": (
        lambda: ajouter(1, ["Total", None, None, 36001]),
        [("Comptes", 5, None)],
    ),
    "sous-total": (
        lambda: ajouter(0, [None, None, "Sous-total", None, 22, None, None]),
        [("Collectifs", 4, None)],
    ),
    "montant-ecrit": (lambda: ecrire(1, 2, 4, "3 000,00 €"), []),
    "montant-a-la-main": (lambda: ecrire(1, 2, 4, "\u202f3\u00a0000,50\u200b"), []),
    "nombre-en-texte": (lambda: ecrire(0, 2, 5, "10"), []),
    "projet-en-texte": (lambda: ecrire(0, 2, 1, "18"), []),
    "compte-et-libelle": (lambda: ecrire(1, 4, 3, "741 État"), []),
    "calcul-avec-son-resultat": (lambda: avec_resultat("=1500*2", "D2", b"3000"), []),
    "plusieurs-feuilles": (
        lambda: fait(Notes=[["à relire avec Ugine"]], Feuil1=[[1, 2], [3]]),
        [],
    ),
    "autre-feuille-masquee": (
        lambda: fait(
            Brouillon=[["x"]],
            retoucher=lambda livre: setattr(livre["Brouillon"], "sheet_state", "hidden"),
        ),
        [("Brouillon", None, None)],
    ),
    "feuille-protegee": (lambda: sur("Collectifs", proteger), []),
    "tableau-mis-en-forme": (lambda: sur("Collectifs", en_tableau), []),
    "colonnes-dans-un-autre-ordre": (lambda: fait(dans_un_autre_ordre), []),
    "colonne-en-plus": (
        lambda: fait(lambda un, deux: [rangee.append("vu") for rangee in un]),
        [],
    ),
    "fusion-hors-des-donnees": (lambda: sur("Comptes", lambda f: f.merge_cells("G8:H9")), []),
    "exercice-ecrit-long": (lambda: ecrire(0, 2, 2, " 2024-2025 "), []),
}


def examiner(tmp_path: Path, contenu: bytes, nom: str = "reprise.xlsx") -> Avis:
    (tmp_path / nom).write_bytes(contenu)
    sortie = StringIO()
    with time_machine.travel(MAINTENANT, tick=False):
        call_command("examiner_fichier", str(tmp_path / nom), reprise=True, stdout=sortie)
    (avis,) = json.loads(sortie.getvalue())
    return avis


def places(dits: list[dict[str, Any]]) -> Places:
    return [(dit["feuille"], dit["ligne"], dit["colonne"]) for dit in dits]


@pytest.mark.parametrize("nom", SAINS)
def test_un_classeur_sain_est_accepte_et_ce_qu_il_cache_est_nomme(tmp_path: Path, nom: str) -> None:
    contenu, avertissements = SAINS[nom]
    avis = examiner(tmp_path, contenu())
    assert (avis["genre"], avis["erreurs"], avis["motif"]) == ("classeur", [], "")
    assert avis["verdict"] == "accepte"
    assert places(avis["avertissements"]) == avertissements
    assert all(dit["message"] for dit in avis["avertissements"])


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
        ("a.xlsx", lambda: fichiers.demesures()["loin.xlsx"], "classeur", "bien au-delà"),
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
