"""Parameters of a barème as people read them: their name, and the exercices that they hold for.

The one place for pages and receipts. What is frozen of a step does not tell its dispositif:
whoever draws it does.
"""

from habilitations.regles.exercices import libelle_exercice
from subventions.regles.parametres import parametre

# What no barème gives and the Caf writes.
ECRITS_PAR_LA_CAF = {"collectifs_notifies": "le nombre de collectifs notifiés"}


def libelle_du_parametre(dispositif: str, code: str) -> str:
    """« plafond par ETP » rather than « plafond_etp ».

    Profiles of acomptes have codes of their own, and an old computation may name one that no
    formula reads any more: these are read word by word.
    """
    attendu = parametre(dispositif, code)
    return attendu.libelle if attendu else ECRITS_PAR_LA_CAF.get(code) or code.replace("_", " ")


def validite(dispositif: str, debut: int | None, fin: int | None) -> str:
    """« depuis l’exercice 2023-2024 », « exercice 2024 », « exercices 2023 à 2025 »."""
    if not debut:
        return ""
    premier = libelle_exercice(dispositif, debut)
    if not fin:
        return f"depuis l’exercice {premier}"
    if fin == debut:
        return f"exercice {premier}"
    return f"exercices {premier} à {libelle_exercice(dispositif, fin)}"
