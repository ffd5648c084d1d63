"""What « Reprendre » will do, said on the button’s page before it is done."""

from declarations.regles.reprise import Reprise
from portal.saisie.regles.structure import Repetition
from portal.socle.formats import citer
from portal.socle.francais import compter, enumerer

NOMS_CITES = 3


def ce_que_reprendre_fera(prevue: Reprise, repetition: Repetition) -> str:
    """« ajoute 12 collectifs (« Ugine », « École 2 » et 10 autres) et remplit 24 cases vides »."""
    faits = []
    if prevue.lignes:
        noms = [citer(ligne.libelle) for ligne in prevue.lignes]
        if (reste := len(noms) - NOMS_CITES) > 0:
            noms = [*noms[:NOMS_CITES], compter(reste, "autre")]
        combien = compter(len(prevue.lignes), repetition.singulier, repetition.pluriel)
        faits.append(f"ajoute {combien} ({enumerer(noms)})")
    if prevue.valeurs:
        faits.append(f"remplit {compter(len(prevue.valeurs), 'case vide', 'cases vides')}")
    return enumerer(faits)
