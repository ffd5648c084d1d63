"""How the steps of a computation are written for people: every figure with its unit.

Pure; the one place for pages, letters, receipts and simulators. What is frozen of a step is bare
numbers under names. The terms of a sum, a minimum or a difference are in the unit of its result;
those of a product are not, so that each is known here by its name (``FACTEURS``).
"""

from collections.abc import Iterable

from portal.socle.formats import (
    ESPACE_INSECABLE,
    Chiffre,
    arrondi,
    avec_unite,
    en_decimal,
    euros,
    nombre,
    taux,
)

EUROS = "€"
POUR_CENT = "%"
# What the last step is called as it is frozen, and once the Caf has validated what it rests on.
MONTANT_ESTIME = "Montant estimé"
MONTANT_DU_DROIT = "Montant du droit"
# What it is called where a decision of the Caf stands after it.
MONTANT_CALCULE = "Montant calculé"

FACTEURS: dict[str, str] = {
    "taux": POUR_CENT,
    "part": POUR_CENT,
    "part d’organisation admise": POUR_CENT,
    "ETP": "ETP",
    "mois": "mois",
    "collectifs retenus": "collectifs",
    "collectifs avec bonus": "collectifs",
    "heures d’ouverture": "h",
    "heures retenues": "h",
    "plafond": EUROS,
    "plafond par ETP": EUROS,
    "plafond par collectif": EUROS,
    "plafond horaire": EUROS,
    "bonus par collectif": EUROS,
    "assiette": EUROS,
    "dépense retenue": EUROS,
    "droit prévisionnel": EUROS,
    "droit actualisé": EUROS,
    "droit réel": EUROS,
    "droit réel N-1": EUROS,
    "droit réel N-2": EUROS,
}


def unite_de(nom: str, formule: str, unite: str) -> str:
    """The unit of an entry of a step, from its name, the formula and the unit of the result.

    Empty for a factor that nobody declared here: a test refuses it.
    """
    return FACTEURS.get(nom, "") if " × " in formule else unite


def entrees_lues(
    entrees: Iterable[tuple[str, Chiffre]], formule: str, unite: str
) -> list[tuple[str, str]]:
    """Each entry of a step with its figure in French: « 5 645,50 € », « 640 h », « 32,5 % ».

    A figure is never rounded: the step is redone by hand from what is printed.
    """
    return [(nom, ecrire(valeur, unite_de(nom, formule, unite))) for nom, valeur in entrees]


def ecrire(valeur: Chiffre, unite: str) -> str:
    """A figure and its unit, with all its decimals; euros have two at least."""
    lu = en_decimal(valeur)
    if lu is None:
        return str(valeur)
    if unite == POUR_CENT:
        return taux(lu, None)
    if unite == EUROS:
        return euros(lu) if lu == arrondi(lu, 2) else f"{nombre(lu)}{ESPACE_INSECABLE}€"
    return avec_unite(lu, unite)


def libelle_lu(libelle: str, *, valide: bool, decide: bool = False) -> str:
    """The name of a step: what the engine calls an estimate is the right, once ``valide``, and
    what was computed where the Caf decided on another amount (``decide``).

    What is frozen keeps its words; they are read here, and nothing but them changes.
    """
    if libelle != MONTANT_ESTIME or not (valide or decide):
        return libelle
    return MONTANT_CALCULE if decide else MONTANT_DU_DROIT
