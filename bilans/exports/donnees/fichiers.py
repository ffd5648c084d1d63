"""The files of an export: a workbook, or one CSV per sheet in an archive; codes or labels."""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from bilans.exports.dictionnaire import feuilles_du_dictionnaire
from bilans.exports.donnees.versement import FeuilleVersee, entetes, verser
from bilans.presentation.conditions import NE_SAIT_PAS_EN_MOTS
from bilans.regles.colonnes import Colonne
from bilans.regles.questionnaire import NE_SAIT_PAS
from bilans.services.analyse.comptage import Comptage
from portal.saisie.regles.valeurs import lire
from portal.socle.classeurs import Cellule, Feuille, desamorcer, ecrire_classeur
from portal.socle.classeurs import Colonne as ColonneDeClasseur

XLSX, CSV = "xlsx", "csv"
FORMATS = ((XLSX, "Classeur (xlsx)"), (CSV, "Fichiers CSV, dans une archive"))
EXTENSIONS = {XLSX: "xlsx", CSV: "zip"}
# Between several choices: labels hold commas.
ENTRE_CHOIX = " ; "
ENTREES_LARGES = 24
Avancer = Callable[[int], None]


def ecrire_donnees(
    comptage: Comptage, genre: str, *, libelles: bool, avancer: Avancer = lambda faites: None
) -> bytes:
    """Every answer of a selection, with the dictionary of its columns.

    ``libelles`` writes the labels of choices, otherwise their codes. A cell is empty where nothing
    was answered, where the question was not asked, and where the version does not ask it: never
    « non ».
    """
    with verser(comptage, avancer) as versees:
        feuilles = [_feuille(versee, comptage, libelles=libelles) for versee in versees]
        feuilles += feuilles_du_dictionnaire(comptage.etude.versions, comptage.etude.feuilles)
        if genre == CSV:
            return _archive(feuilles)
        return ecrire_classeur(feuilles, titre=comptage.etude.questionnaire.titre)


def _feuille(versee: FeuilleVersee, comptage: Comptage, *, libelles: bool) -> Feuille:
    nommes = comptage.portee.une_a_une
    avant = entetes(versee.feuille, nommes=nommes)
    colonnes = [c for c in versee.feuille.colonnes if c.code in set(versee.codes)]
    titres = (*avant, *(colonne.code for colonne in colonnes))
    return Feuille(
        versee.feuille.code,
        [ColonneDeClasseur(titre, ENTREES_LARGES) for titre in titres],
        _rangees(versee, colonnes, len(avant), libelles=libelles),
    )


def _rangees(
    versee: FeuilleVersee, colonnes: list[Colonne], debut: int, *, libelles: bool
) -> Iterator[list[Cellule]]:
    traductions = [dict(colonne.choix) if libelles else {} for colonne in colonnes]
    for rangee in versee.rangees():
        yield [
            *rangee[:debut],
            *(
                _cellule(colonne, mots, valeur, libelles=libelles)
                for colonne, mots, valeur in zip(colonnes, traductions, rangee[debut:], strict=True)
            ),
        ]


def _cellule(colonne: Colonne, mots: dict[str, str], valeur: Any, *, libelles: bool) -> Cellule:
    """One answer with its own type; None for none."""
    if isinstance(valeur, list):
        codes: list[str] = valeur
        return ENTRE_CHOIX.join(mots.get(code, code) for code in codes) or None
    if valeur in (None, ""):
        return None
    if colonne.question.ne_sait_pas and valeur == NE_SAIT_PAS:
        return NE_SAIT_PAS_EN_MOTS if libelles else NE_SAIT_PAS
    if colonne.question.est_numerique:
        lu = lire(valeur)
        return valeur if lu is None else lu
    if colonne.question.type == "date":
        return _jour(valeur)
    dit: Cellule = mots.get(valeur, valeur)
    return dit


def _jour(valeur: str) -> Cellule:
    try:
        return date.fromisoformat(valeur)
    except ValueError:
        return valeur


def _archive(feuilles: list[Feuille]) -> bytes:
    """One CSV per sheet, as French spreadsheets open them: semicolons, comma, mark of UTF-8."""
    sortie = BytesIO()
    with ZipFile(sortie, "w", ZIP_DEFLATED) as archive:
        for feuille in feuilles:
            with archive.open(f"{feuille.titre}.csv", "w") as fichier:
                fichier.write("\ufeff".encode())
                fichier.write(_ligne_csv([colonne.titre or "" for colonne in feuille.colonnes]))
                for ligne in feuille.lignes:
                    fichier.write(_ligne_csv([_texte(cellule) for cellule in ligne]))
    return sortie.getvalue()


def _ligne_csv(cellules: list[str]) -> bytes:
    tampon = StringIO()
    csv.writer(tampon, delimiter=";").writerow(cellules)
    return tampon.getvalue().encode()


def _texte(cellule: Cellule) -> str:
    if cellule is None:
        return ""
    if isinstance(cellule, bool):
        return "oui" if cellule else "non"
    if isinstance(cellule, Decimal):
        return format(cellule, "f").replace(".", ",")
    if isinstance(cellule, date):
        return cellule.isoformat()
    return desamorcer(str(cellule))
