"""C21 – a deficit or a surplus that is large for what was spent."""

from collections.abc import Iterator
from decimal import Decimal

from declarations.regles.controles.contexte import A_JUSTIFIER, Constat, Contexte, Controle
from declarations.regles.controles.equilibres import chemins_remplis
from declarations.regles.controles.textes import ecrire_seuil, typographie
from declarations.regles.grille import FINANCES, REELLE
from declarations.regles.total import EUROS, ecrire
from portal.socle.formats import taux

CODE = "C21"
SEUIL = "C21.ecart"
CENT = Decimal(100)
ARTICLES = {"déficit": "Le ", "excédent": "L’"}


def verifier(contexte: Contexte) -> Iterator[Constat]:
    """Réelle: the result, whichever its sign, above so many percent of the charges."""
    charges, produits = contexte.totaux.charges, contexte.totaux.produits
    if contexte.nature != REELLE or charges.valeur is None or produits.valeur is None:
        return
    if not (charges.lisible and produits.lisible) or charges.montant <= 0:
        return
    resultat, seuil = contexte.totaux.resultat.montant, contexte.seuils[SEUIL]
    part = abs(resultat) / charges.montant
    if part * CENT <= seuil:
        return
    nom = "déficit" if resultat < 0 else "excédent"
    yield Constat(
        code=CODE,
        niveau=A_JUSTIFIER,
        cle=f"{CODE}:{nom}",
        message=typographie(
            f"{ARTICLES[nom]}{nom} est de {ecrire(abs(resultat), EUROS)}, soit {taux(part)} "
            f"du total des charges ({ecrire(charges.montant, EUROS)}) : il dépasse le seuil de "
            f"{ecrire_seuil(seuil)}."
        ),
        chemins=chemins_remplis(contexte.donnees, charges, produits),
        volet=FINANCES,
        valeur=ecrire(resultat, EUROS),
        valeur_libelle="Résultat",
        reference=ecrire(charges.montant, EUROS),
        reference_libelle=charges.libelle,
        ecart=taux(part),
    )


CONTROLE = Controle(
    code=CODE,
    titre="Déficit ou excédent important",
    regle=(
        "Dans une réelle, un déficit ou un excédent qui dépasse le seuil, en part du total des "
        "charges, est justifié. Un écart égal au seuil est admis."
    ),
    niveau=A_JUSTIFIER,
    source="Seuil retenu par le portail, à confirmer",
    marque="H",
    fonction=verifier,
    seuils=(SEUIL,),
)
