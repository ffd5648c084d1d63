"""C04 – the contributions volontaires do not balance."""

from collections.abc import Iterator

from declarations.regles.controles.contexte import BLOQUANT, Constat, Contexte, Controle
from declarations.regles.controles.equilibres import (
    Cote,
    chemins_remplis,
    desequilibre,
    est_comparable,
)

CODE = "C04"


def verifier(contexte: Contexte) -> Iterator[Constat]:
    """Total 86 equals total 87, whatever the nature."""
    charges = contexte.totaux.contributions_charges
    produits = contexte.totaux.contributions_produits
    if est_comparable(charges, produits) and charges.montant != produits.montant:
        yield desequilibre(
            CODE,
            "contributions",
            Cote(charges.libelle, charges.montant),
            Cote(produits.libelle, produits.montant),
            chemins_remplis(contexte.donnees, charges, produits),
            "une contribution volontaire s’inscrit pour le même montant des deux côtés.",
        )


CONTROLE = Controle(
    code=CODE,
    titre="Contributions volontaires en déséquilibre",
    regle="Le total du compte 86 est égal au total du compte 87.",
    niveau=BLOQUANT,
    source="Présentation comptable des contributions volontaires, à confirmer",
    marque="H",
    fonction=verifier,
)
