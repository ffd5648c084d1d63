"""Figures followed from one declaration to another, shared by C06 and C07."""

from collections.abc import Iterator
from decimal import Decimal

from declarations.regles.controles.contexte import A_JUSTIFIER, Constat, Contexte, Reference
from declarations.regles.controles.textes import (
    ecrire_ecart,
    ecrire_seuil,
    libelle_declaration,
    typographie,
)
from declarations.regles.lecteurs import volet_du_montant
from declarations.regles.total import EUROS, Total, variation


def verifier_variations(
    contexte: Contexte, reference: Reference | None, code: str, seuil: Decimal
) -> Iterator[Constat]:
    """One constat per figure that moved by more than the threshold, never at the threshold.

    A figure still incomplete is not compared: C01 or C02 already says what it lacks.
    """
    if reference is None:
        return
    avant = {total.code: total for total in contexte.totaux_de(reference).suivis}
    for total in contexte.totaux.suivis:
        if total.code in avant:
            yield from _comparer(contexte, reference, code, seuil, total, avant[total.code].valeur)
    estimation = _estimation(contexte)
    if estimation is not None:
        yield from _comparer(contexte, reference, code, seuil, estimation, reference.montant)


def _comparer(
    contexte: Contexte,
    reference: Reference,
    code: str,
    seuil: Decimal,
    total: Total,
    autre: Decimal | None,
) -> Iterator[Constat]:
    ecart = variation(total.valeur, autre) if total.complet else None
    if total.valeur is None or autre is None or ecart is None or ecart <= seuil:
        return
    actuel = libelle_declaration(contexte)
    ecrit, ecart_ecrit = total.ecrire(autre), ecrire_ecart(total.valeur, autre, seuil)
    yield Constat(
        code=code,
        niveau=A_JUSTIFIER,
        cle=f"{code}:{total.code}",
        message=typographie(
            f"{total.libelle} : {total.texte} ({actuel}), contre {ecrit} ({reference.libelle}). "
            f"La variation de {ecart_ecrit} dépasse le seuil de {ecrire_seuil(seuil)}."
        ),
        chemins=_chemins(contexte, total),
        volet=total.volet,
        valeur=total.texte,
        valeur_libelle=actuel,
        reference=ecrit,
        reference_libelle=reference.libelle,
        ecart=ecart_ecrit,
    )


def _chemins(contexte: Contexte, total: Total) -> tuple[str, ...]:
    """The fields that are filled; a total of accounts does not point at its empty lines."""
    return tuple(c for c in total.chemins if c in contexte.remplis) or total.chemins


def _estimation(contexte: Contexte) -> Total | None:
    """The estimate as a figure of both volets, made of all the others; None without one.

    Where the amount is kept from some, it is a figure of the finances: what it does stops nobody
    who may not read it.
    """
    if contexte.estimation is None or contexte.estimation.montant is None:
        return None
    suivis = contexte.totaux.suivis
    return Total(
        code="estimation",
        libelle="Subvention estimée",
        valeur=contexte.estimation.montant,
        unite=EUROS,
        chemins=contexte.chemins_du_montant,
        volet=volet_du_montant(contexte.grille),
        complet=all(total.complet for total in suivis),
    )
