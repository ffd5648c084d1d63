"""What ``examiner_fichier --reprise`` says of sound workbooks: accepted, whatever they hide.

What each hides is named.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.table import Table

from tests.declarations.classeurs import avec_partie
from tests.declarations.elan.classeurs import (
    SECONDE,
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


def masquer(feuille: Any) -> None:
    feuille.auto_filter.ref = "A1:G3"
    feuille.row_dimensions[3].hidden = True


def proteger(feuille: Any) -> None:
    feuille.protection.sheet = True
    feuille.protection.password = "secret"


def en_tableau(feuille: Any) -> None:
    feuille.add_table(Table(displayName="Collectifs1", ref="A1:G3"))


def dans_un_autre_ordre(un: Rangees, deux: Rangees) -> None:
    for rangee in un:
        rangee.reverse()
    un[0] = [f"  {titre.upper()} " for titre in un[0]]


# name: content, places of the warnings.
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


@pytest.mark.parametrize("nom", SAINS)
def test_un_classeur_sain_est_accepte_et_ce_qu_il_cache_est_nomme(tmp_path: Path, nom: str) -> None:
    contenu, avertissements = SAINS[nom]
    avis = examiner(tmp_path, contenu())
    assert (avis["genre"], avis["erreurs"], avis["motif"]) == ("classeur", [], "")
    assert avis["verdict"] == "accepte"
    assert places(avis["avertissements"]) == avertissements
    assert all(dit["message"] for dit in avis["avertissements"])
