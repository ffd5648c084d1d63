"""What the engine of ``subventions`` is given: its plain data, drawn from a declaration.

Only what is filled is handed over, nothing stands for what is not: the amount waits for it
(``regles.manques``). Values are handed over as they are kept: an unreadable one makes the
estimate « invalide », and C02 says where.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from declarations.regles.grille import CHARGES, CONTRIBUTIONS, Grille, LigneGrille
from declarations.regles.manques import BONUS, DEPENSES, HEURES, NOTIFIES, TEMPS
from declarations.regles.totaux import PREFIXE_COMPTE, chemins_de_comptes
from portal.saisie.regles.champs import NON, OUI
from portal.saisie.regles.valeurs import est_rempli
from subventions.regles.plan import CHARGE

Donnees = Mapping[str, object]

_REPONSES: Mapping[str, bool] = {OUI: True, NON: False}


def donnees_estimation(
    grille: Grille, lignes: Sequence[LigneGrille], donnees: Donnees
) -> dict[str, Any]:
    """The ``donnees`` of ``estimer`` for this declaration; what is empty is left out."""
    return _ENTREES[grille.dispositif](grille, lignes, donnees)


def _er(grille: Grille, lignes: Sequence[LigneGrille], donnees: Donnees) -> dict[str, Any]:
    """Expenses by account and the three hours of each lieu."""
    return {
        "charges": _charges(grille, donnees),
        "lieux": _rangees(grille, lignes, HEURES, donnees),
    }


def _cct(grille: Grille, lignes: Sequence[LigneGrille], donnees: Donnees) -> dict[str, Any]:
    """Each poste with its time and its expenses; a row keeps its rank."""
    return {"postes": _rangees(grille, lignes, TEMPS + DEPENSES, donnees)}


def _clas(grille: Grille, lignes: Sequence[LigneGrille], donnees: Donnees) -> dict[str, Any]:
    """Expenses, collectifs with the bonuses they claim, and how many the Caf notified."""
    collectifs = [
        {
            cle: _REPONSES.get(valeur, valeur) if cle in BONUS else valeur
            for cle, valeur in r.items()
        }
        for r in _rangees(grille, lignes, BONUS, donnees)
    ]
    entree: dict[str, Any] = {"charges": _charges(grille, donnees), "collectifs": collectifs}
    if est_rempli(donnees.get(NOTIFIES)):
        entree[NOTIFIES] = _texte(donnees[NOTIFIES])
    return entree


_ENTREES = {"er": _er, "cct": _cct, "clas": _clas}


def _charges(grille: Grille, donnees: Donnees) -> dict[str, str]:
    """Accounts 60 to 69 and 86 that are filled, by number."""
    chemins = chemins_de_comptes(grille, CHARGE, (CHARGES, CONTRIBUTIONS))
    return {
        chemin.removeprefix(PREFIXE_COMPTE): _texte(donnees[chemin])
        for chemin in chemins
        if est_rempli(donnees.get(chemin))
    }


def _rangees(
    grille: Grille, lignes: Sequence[LigneGrille], codes: Sequence[str], donnees: Donnees
) -> list[dict[str, str]]:
    """One object per row, in order, with what is filled in it."""
    rangees = []
    for ligne in lignes:
        valeurs = {code: donnees.get(grille.repetition.chemin(ligne, code)) for code in codes}
        remplies = {code: _texte(v) for code, v in valeurs.items() if est_rempli(v)}
        rangees.append({"libelle": ligne.libelle, **remplies})
    return rangees


def _texte(valeur: object) -> str:
    """A value as kept; anything but a string is written out, for the engine to refuse."""
    return valeur if isinstance(valeur, str) else repr(valeur)
