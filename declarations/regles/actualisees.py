"""When an actualisée may be asked for, and on which dates (DOMAINE §3, §3.2).

An actualisée brings the figures of the exercice under way up to date: it is asked for while the
exercice runs, and given back before it ends, when the réelle takes over.
"""

from datetime import date

from declarations.regles.calendrier import Fenetre
from habilitations.regles.exercices import bornes_exercice, libelle_exercice
from portal.socle.formats import date_fr


def refus_exercice(dispositif: str, annee: int, jour: date) -> str:
    """Say why no actualisée of this exercice is asked for on that day; empty when one may be."""
    debut, fin = bornes_exercice(dispositif, annee)
    exercice = libelle_exercice(dispositif, annee)
    if jour < debut:
        return (
            f"L’exercice {exercice} commence le {date_fr(debut)} : une actualisée met à jour un "
            "exercice en cours."
        )
    if jour > fin:
        return (
            f"L’exercice {exercice} s’est terminé le {date_fr(fin)} : c’est la réelle qui est "
            "attendue."
        )
    return ""


def refus_fenetre(fenetre: Fenetre, jour: date) -> str:
    """Say why nobody may be called in a window that exists; empty when it is open."""
    if jour < fenetre.ouvre_le:
        return f"La saisie ouvre le {date_fr(fenetre.ouvre_le)} : l’appel sera possible ce jour-là."
    if jour > fenetre.ferme_le:
        return f"La saisie s’est terminée le {date_fr(fenetre.ferme_le)}."
    return ""


def refus_dates(
    fenetre: Fenetre, dispositif: str, annee: int, jour: date
) -> tuple[str, str] | None:
    """Say which of the dates an adviser chose cannot be, and why: (field, message), or None.

    The call leaves at once, so the window is open that day; its deadline is still to come.
    """
    debut, fin = bornes_exercice(dispositif, annee)
    if not debut <= fenetre.ouvre_le <= jour:
        return (
            "ouvre_le",
            f"L’appel part aussitôt : l’ouverture va du {date_fr(debut)}, début de l’exercice, à "
            "aujourd’hui.",
        )
    if fenetre.echeance_le < jour:
        return "echeance_le", "L’échéance ne peut pas être déjà passée."
    if fenetre.echeance_le > fin:
        return (
            "echeance_le",
            f"L’échéance ne peut pas dépasser la fin de l’exercice, le {date_fr(fin)}.",
        )
    if fenetre.ferme_le < fenetre.echeance_le:
        return "ferme_le", "La fin de saisie ne peut pas précéder l’échéance."
    return None
