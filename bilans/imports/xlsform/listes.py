"""The « choices » sheet: lists of choices by name."""

from bilans.imports.resultat import Releve
from bilans.imports.xlsform.colonnes import CHOICES
from bilans.imports.xlsform.feuilles import Feuille
from bilans.regles.questionnaire import NE_SAIT_PAS, Choix
from bilans.regles.verification.elements import CODE_DE_CHOIX

MANQUE = {
    "list_name": "Ce choix n’est dans aucune liste.",
    "name": "Ce choix n’a pas de nom.",
    "label": "Ce choix n’a pas de libellé.",
}
MAL_FORME = (
    "Le nom « {} » ne peut pas être celui d’un choix : ni espace, ni guillemet, 64 caractères."
)
EN_DOUBLE = "Le choix « {} » est déjà dans cette liste."


def lire_listes(feuille: Feuille, releve: Releve) -> dict[str, Choix]:
    """Return the choices of each list, in their order. Rows that are no choice are noted."""
    listes: dict[str, dict[str, str]] = {}
    for rangee in feuille.rangees:
        for colonne, message in MANQUE.items():
            if not rangee[colonne] and not releve.a_dit(CHOICES, 1, colonne):
                releve.noter(CHOICES, rangee.ligne, colonne, message)
        nom, code = rangee["list_name"], rangee["name"]
        liste = listes.setdefault(nom, {}) if nom else {}
        if code and (not CODE_DE_CHOIX.fullmatch(code) or code == NE_SAIT_PAS):
            releve.noter(CHOICES, rangee.ligne, "name", MAL_FORME.format(code))
        if code in liste:
            releve.noter(CHOICES, rangee.ligne, "name", EN_DOUBLE.format(code))
        elif code:
            liste[code] = rangee["label"]
    return {nom: tuple(liste.items()) for nom, liste in listes.items()}
