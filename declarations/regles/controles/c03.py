"""C03 – the budget does not balance."""

from collections.abc import Iterator

from declarations.regles.controles.contexte import BLOQUANT, Constat, Contexte, Controle
from declarations.regles.controles.equilibres import (
    Cote,
    chemins_remplis,
    desequilibre,
    est_comparable,
)
from declarations.regles.grille import REELLE

CODE = "C03"


def verifier(contexte: Contexte) -> Iterator[Constat]:
    """Prévisionnelle and actualisée: charges equal produits, classes 86 and 87 apart."""
    charges, produits = contexte.totaux.charges, contexte.totaux.produits
    if contexte.nature == REELLE or not est_comparable(charges, produits):
        return
    if charges.montant != produits.montant:
        yield desequilibre(
            CODE,
            "budget",
            Cote(charges.libelle, charges.montant),
            Cote(produits.libelle, produits.montant),
            chemins_remplis(contexte.donnees, charges, produits),
            "un budget est présenté à l’équilibre.",
        )


CONTROLE = Controle(
    code=CODE,
    titre="Budget en déséquilibre",
    regle=(
        "Dans une prévisionnelle ou une actualisée, le total des charges est égal au total des "
        "produits, sans compter les contributions volontaires (86 et 87)."
    ),
    niveau=BLOQUANT,
    source="Contrôle des portails de déclaration des Caf",
    marque="P",
    fonction=verifier,
)
