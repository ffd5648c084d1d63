"""The workbook of an XLSForm."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bilans.exports.xlsform.rangees import Ecart, Rangees
from bilans.imports.xlsform.colonnes import CHOICES, LUES, SETTINGS, SURVEY, TRADUITES
from bilans.regles.questionnaire import Questionnaire
from portal.socle.classeurs import Colonne, Feuille, ecrire_classeur

LANGUE = "Français (fr)"
LISEZ_MOI = "lisez-moi"


@dataclass(frozen=True)
class Exporte:
    """A workbook, and what it does not say: the sheet « lisez-moi » tells it too."""

    contenu: bytes
    ecarts: tuple[Ecart, ...]


def exporter(questionnaire: Questionnaire) -> Exporte:
    """Return the XLSForm of a questionnaire that stands (``verifier``)."""
    rangees = Rangees(questionnaire)
    choix = [
        (liste, code, libelle)
        for liste, paires in rangees.listes.items()
        for code, libelle in paires
    ]
    reglages = (rangees.titre, questionnaire.code, questionnaire.version, LANGUE)
    feuilles = [
        _feuille(SURVEY, [tuple(rangee.values()) for rangee in rangees.survey]),
        _feuille(CHOICES, choix),
        _feuille(SETTINGS, [reglages]),
    ]
    if rangees.ecarts:
        colonnes = (Colonne("Code", 24), Colonne("Ce que ce classeur ne dit pas", 60))
        ecarts = [(ecart.code, ecart.message) for ecart in rangees.ecarts]
        feuilles.append(Feuille(LISEZ_MOI, colonnes, ecarts))
    return Exporte(ecrire_classeur(feuilles, titre=questionnaire.titre), tuple(rangees.ecarts))


def _feuille(nom: str, lignes: Iterable[Sequence[str]]) -> Feuille:
    titres = [f"{c}::{LANGUE}" if c in TRADUITES else c for c in LUES[nom]]
    return Feuille(nom, [Colonne(titre) for titre in titres], lignes)
