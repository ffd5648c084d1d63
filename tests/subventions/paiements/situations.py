"""What a schedule starts from, and its steps as a table writes them."""

from decimal import Decimal

from subventions.paiements.regles.situation import Situation, VersementConnu
from subventions.referentiels import profils_acomptes

A, S = "acompte", "solde"
Ecrit = tuple[str, int, str, str]


def situation(profil: str = "deux_fois_35", **champs: object) -> Situation:
    droits = {nom: Decimal(valeur) for nom, valeur in champs.pop("droits", {}).items()}
    versements = tuple(
        VersementConnu(nature, rang, Decimal(montant), etat)
        for nature, rang, montant, etat in champs.pop("versements", ())
    )
    return Situation(
        profils_acomptes().get(profil),
        droits,
        versements=versements,
        rembourse=Decimal(champs.pop("rembourse", "0.00")),
        **champs,
    )


N2 = {"reel_n2": "60000", "reel_n1": "58000", "previsionnel": "72000"}
P = {"previsionnel": "72000"}
R = P | {"reel": "64800"}
