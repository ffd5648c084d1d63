"""Prix de revient: what the year costs, as the formulas of CLAS and ER read it (DOMAINE §4)."""

from decimal import Decimal

from subventions.regles.bareme import Bareme
from subventions.regles.etapes import Carnet
from subventions.regles.lecture import Charges


def prix_de_revient(carnet: Carnet, charges: Charges, bareme: Bareme) -> Decimal:
    """Leaf lines of charges 60 to 69 and 86, less the excluded accounts."""
    exclus = bareme.comptes_exclus
    retenus = [
        (f"compte {numero}", montant)
        for numero, montant in charges
        if not numero.startswith(exclus)
    ]
    formule = "somme des charges 60 à 69 et 86"
    if exclus:
        formule += f", hors {'comptes' if len(exclus) > 1 else 'compte'} {', '.join(exclus)}"
    total = carnet.somme(
        "Prix de revient",
        retenus,
        formule=formule,
        parametre=bareme["comptes_exclus"],
    )
    carnet.mesurer(prix_de_revient=total)
    return total
