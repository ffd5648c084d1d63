"""What the engine of ``subventions`` is given: its plain data, drawn from a declaration.

The estimate follows the typing. As long as no figure of the formula is filled there is nothing
to estimate and ``donnees_estimation`` returns None; from the first one on, an empty hour,
month or amount counts as 0, so that the estimate grows as people type. Before sending, C01
makes sure that nothing was left empty. Values are handed over as they are kept: an unreadable
one makes the estimate « invalide », and C02 says where.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from declarations.regles.grille import CHARGES, CONTRIBUTIONS, OUI, Grille, Ligne
from declarations.regles.totaux import PREFIXE_COMPTE, chemins_de_comptes
from declarations.regles.totaux_activite import chemin_de_ligne
from declarations.regles.valeurs import est_rempli
from subventions.regles.plan import CHARGE

Donnees = Mapping[str, object]

HEURES = ("heures_rencontres", "heures_entretiens", "heures_organisation")
BONUS = ("bonus_enfants", "bonus_parents")
POSTE = ("etp", "mois", "salaire_charge", "autres_depenses")
NOTIFIES = "collectifs_notifies"


def donnees_estimation(
    grille: Grille, lignes: Sequence[Ligne], donnees: Donnees
) -> dict[str, Any] | None:
    """The ``donnees`` of ``estimer`` for this declaration; None while nothing is filled."""
    return _ENTREES[grille.dispositif](grille, lignes, donnees)


def attendues_de_la_caf(grille: Grille, entrees: Mapping[str, Any]) -> tuple[str, ...]:
    """Figures without which nothing is computed, and that the Caf alone can give.

    A CLAS is computed on the number of collectifs that its notification finances (S).
    """
    return (NOTIFIES,) if grille.dispositif == "clas" and NOTIFIES not in entrees else ()


def _er(grille: Grille, lignes: Sequence[Ligne], donnees: Donnees) -> dict[str, Any] | None:
    """Expenses by account and the three hours of each lieu."""
    charges = _charges(grille, donnees)
    if not charges and not _un_rempli(grille, lignes, HEURES, donnees):
        return None
    return {"charges": charges, "lieux": _rangees(grille, lignes, HEURES, donnees)}


def _cct(grille: Grille, lignes: Sequence[Ligne], donnees: Donnees) -> dict[str, Any] | None:
    """Each poste with its time and its expenses; a row keeps its rank."""
    if not _un_rempli(grille, lignes, POSTE, donnees):
        return None
    return {"postes": _rangees(grille, lignes, POSTE, donnees)}


def _clas(grille: Grille, lignes: Sequence[Ligne], donnees: Donnees) -> dict[str, Any] | None:
    """Expenses, collectifs with the bonuses they claim, and how many the Caf notified.

    Without a notification the key is left out: the engine then says what it lacks.
    """
    charges = _charges(grille, donnees)
    if not charges and not _un_rempli(grille, lignes, BONUS, donnees):
        return None
    collectifs = [
        {
            "libelle": ligne.libelle,
            **{b: donnees.get(chemin_de_ligne(grille, ligne, b)) == OUI for b in BONUS},
        }
        for ligne in lignes
    ]
    entree: dict[str, Any] = {"charges": charges, "collectifs": collectifs}
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


def _un_rempli(
    grille: Grille, lignes: Sequence[Ligne], codes: Sequence[str], donnees: Donnees
) -> bool:
    return any(
        est_rempli(donnees.get(chemin_de_ligne(grille, ligne, code)))
        for ligne in lignes
        for code in codes
    )


def _rangees(
    grille: Grille, lignes: Sequence[Ligne], codes: Sequence[str], donnees: Donnees
) -> list[dict[str, str]]:
    """One object per row, in order; what is empty counts as 0."""
    rangees = []
    for ligne in lignes:
        valeurs = {code: donnees.get(chemin_de_ligne(grille, ligne, code)) for code in codes}
        lues = {code: _texte(v) if est_rempli(v) else "0" for code, v in valeurs.items()}
        rangees.append({"libelle": ligne.libelle, **lues})
    return rangees


def _texte(valeur: object) -> str:
    """A value as kept; anything but a string is written out, for the engine to refuse."""
    return valeur if isinstance(valeur, str) else repr(valeur)
