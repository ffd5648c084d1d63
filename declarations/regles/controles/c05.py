"""C05 – the result announced is not the one of the accounts."""

from collections.abc import Iterator

from declarations.regles.controles.contexte import BLOQUANT, Constat, Contexte, Controle
from declarations.regles.controles.equilibres import (
    Cote,
    chemins_remplis,
    desequilibre,
    est_comparable,
)
from declarations.regles.grille import REELLE
from portal.saisie.regles.valeurs import nombre

CODE = "C05"
CHAMP = "resultat_annonce"


def verifier(contexte: Contexte) -> Iterator[Constat]:
    """Réelle: the result announced equals produits − charges, classes 86 and 87 apart."""
    totaux = contexte.totaux
    annonce = nombre(contexte.donnees, CHAMP)
    if contexte.nature != REELLE or annonce is None or CHAMP not in contexte.emplacements:
        return
    if not est_comparable(totaux.charges, totaux.produits):
        return
    if annonce != totaux.resultat.montant:
        yield desequilibre(
            CODE,
            CHAMP,
            Cote("Résultat annoncé", annonce),
            Cote(totaux.resultat.libelle, totaux.resultat.montant),
            (CHAMP, *chemins_remplis(contexte.donnees, totaux.charges, totaux.produits)),
            "le résultat annoncé est égal au total des produits moins le total des charges.",
        )


CONTROLE = Controle(
    code=CODE,
    titre="Résultat différent des comptes",
    regle=(
        "Dans une réelle, le résultat annoncé est égal au total des produits moins le total des "
        "charges, sans compter les contributions volontaires (86 et 87)."
    ),
    niveau=BLOQUANT,
    source="Définition comptable du résultat, à confirmer",
    marque="H",
    fonction=verifier,
)
