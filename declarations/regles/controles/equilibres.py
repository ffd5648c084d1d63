"""Equalities between two amounts of the finances volet, shared by C03, C04 and C05."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from declarations.regles.controles.contexte import BLOQUANT, Constat
from declarations.regles.controles.textes import typographie
from declarations.regles.grille import FINANCES
from declarations.regles.total import EUROS, Total, ecrire
from portal.saisie.regles.valeurs import est_rempli


@dataclass(frozen=True)
class Cote:
    """One side of an equality, as printed."""

    libelle: str
    montant: Decimal


def est_comparable(*totaux: Total) -> bool:
    """Tell whether totals can be compared: one is filled, and no line is unreadable (C02).

    A side left empty counts as zero, as each of its lines does.
    """
    return any(t.valeur is not None for t in totaux) and all(t.lisible for t in totaux)


def chemins_remplis(donnees: Mapping[str, object], *totaux: Total) -> tuple[str, ...]:
    """The lines that make the totals; those left empty are not pointed at."""
    return tuple(c for total in totaux for c in total.chemins if est_rempli(donnees.get(c)))


def desequilibre(
    code: str, cle: str, gauche: Cote, droite: Cote, chemins: tuple[str, ...], suite: str
) -> Constat:
    """The constat that two amounts which must be equal are not."""
    ecart = gauche.montant - droite.montant
    montants = [ecrire(m, EUROS) for m in (gauche.montant, droite.montant, abs(ecart))]
    return Constat(
        code=code,
        niveau=BLOQUANT,
        cle=f"{code}:{cle}",
        message=typographie(
            f"{gauche.libelle} : {montants[0]} ; {droite.libelle[0].lower()}{droite.libelle[1:]} : "
            f"{montants[1]}. L’écart est de {montants[2]} : {suite}"
        ),
        chemins=chemins,
        volet=FINANCES,
        valeur=montants[0],
        valeur_libelle=gauche.libelle,
        reference=montants[1],
        reference_libelle=droite.libelle,
        ecart=ecrire(ecart, EUROS),
    )
