"""Where a right stands, as pages, letters and exports tell it. Pure: the one answer.

What is written is ``etat``; suspended, paid in part, settled are derived from what stands beside.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class EtatDroit(StrEnum):
    """What is written of a right; REMPLACE is for good."""

    PROVISOIRE = "provisoire"
    DEFINITIF = "definitif"
    REMPLACE = "remplace"
    ANNULE = "annule"


# Plain words: constraints and migrations hold them.
EN_VIGUEUR = (EtatDroit.PROVISOIRE.value, EtatDroit.DEFINITIF.value)


class Mot(StrEnum):
    """Where a right stands, in one word."""

    PROVISOIRE = "provisoire"
    DEFINITIF = "definitif"
    SUSPENDU = "suspendu"
    LIQUIDE = "liquide"
    SOLDE = "solde"
    REMPLACE = "remplace"
    ANNULE = "annule"


LIBELLES: dict[str, str] = {
    Mot.PROVISOIRE: "Provisoire",
    Mot.DEFINITIF: "Définitif",
    Mot.SUSPENDU: "Suspendu",
    Mot.LIQUIDE: "Liquidé",
    Mot.SOLDE: "Soldé",
    Mot.REMPLACE: "Remplacé",
    Mot.ANNULE: "Annulé",
}
EXPLICATIONS: dict[str, str] = {
    Mot.PROVISOIRE: "La déclaration est transmise ; la Caf ne l’a pas encore validée.",
    Mot.DEFINITIF: "La Caf a validé la déclaration.",
    Mot.SUSPENDU: "Rien ne peut être payé pour le moment.",
    Mot.LIQUIDE: "Une partie au moins est payée ou mise en paiement.",
    Mot.SOLDE: "Tout est payé, et rien n’est à rendre.",
    Mot.REMPLACE: "Un calcul plus récent compte à sa place.",
    Mot.ANNULE: "La déclaration est sans objet.",
}


@dataclass(frozen=True)
class Mouvements:
    """What was paid and is to be paid of an équipement and an exercice, in euros.

    Each euro is counted once: paid, on its way (``en_cours``: proposed or ordered), to be paid now
    (``a_venir``), or in the ``solde`` that comes later. ``solde`` and ``indu`` are what is
    foreseen, None while the right réel is not known; ``acheve`` is true once everything due was
    paid and nothing is left to give back. ``sans_calcul``: the Caf validated the right réel, whose
    amount is not computed (barème not published). ``sans_objet``: the déclaration réelle is « sans
    objet », and no right réel will come of it.
    """

    verse: Decimal = Decimal(0)
    en_cours: Decimal = Decimal(0)
    a_venir: Decimal | None = None
    solde: Decimal | None = None
    indu: Decimal | None = None
    acheve: bool = False
    sans_calcul: bool = False
    sans_objet: bool = False


def situer(etat: str, *, est_suspendu: bool, mouvements: Mouvements | None) -> Mot:
    """Return where a right stands.

    What does not count any more says so first; a suspension stops what is left to pay, and says
    nothing of what is settled.
    """
    if etat not in EN_VIGUEUR:
        return Mot(etat)
    if mouvements and mouvements.acheve:
        return Mot.SOLDE
    if est_suspendu:
        return Mot.SUSPENDU
    if mouvements and mouvements.verse > 0:
        return Mot.LIQUIDE
    return Mot(etat)
