"""The schedule of an exercice: acomptes, then solde or indu, to the cent, with every step.

Solde = right réel − acomptes: above zero it is due, below it is an *indu* (DOMAINE §4). An acompte
that is neither paid nor computable counts for nothing; none is paid after a missing one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from subventions.regles.acomptes.demande import Demande
from subventions.regles.acomptes.profils import DROITS, PREVISIONNEL, Plafond, Tranche
from subventions.regles.erreurs import Erreur
from subventions.regles.estimation import EN_ATTENTE
from subventions.regles.etapes import Carnet, Etape
from subventions.regles.nombres import EXACT, ZERO, ecrire

CALCULE = "calcule"
SUSPENDU = "suspendu"

VERSE = "verse"


@dataclass(frozen=True)
class Acompte:
    """One acompte: its amount in euros, or the rights it waits for.

    ``origine`` is ``verse`` when the amount is what was paid, ``calcule`` or ``en_attente``.
    """

    libelle: str
    origine: str
    montant: Decimal | None = None
    attend: tuple[str, ...] = ()

    def en_json(self) -> dict[str, Any]:
        montant = None if self.montant is None else ecrire(self.montant)
        attend = list(self.attend)
        return {
            "libelle": self.libelle,
            "origine": self.origine,
            "montant": montant,
            "attend": attend,
        }


@dataclass(frozen=True)
class Echeancier:
    """What is paid for one exercice, in euros; ``solde`` and ``indu`` once the réel is known."""

    statut: str
    acomptes: tuple[Acompte, ...] = ()
    solde: Decimal | None = None
    indu: Decimal | None = None
    etapes: tuple[Etape, ...] = ()
    erreurs: tuple[Erreur, ...] = ()

    def en_json(self) -> dict[str, Any]:
        """Plain data, in the format of ``tests/cas/acomptes.json`` and what explains it."""
        rendu: dict[str, Any] = {
            "statut": self.statut,
            "acomptes": [acompte.en_json()["montant"] for acompte in self.acomptes],
            "solde": None if self.solde is None else ecrire(self.solde),
            "indu": None if self.indu is None else ecrire(self.indu),
            "echeances": [acompte.en_json() for acompte in self.acomptes],
            "etapes": [etape.en_json() for etape in self.etapes],
        }
        if self.erreurs:
            rendu["erreurs"] = [erreur.en_json() for erreur in self.erreurs]
        return rendu


def etablir(demande: Demande) -> Echeancier:
    """Compute the schedule of one file. A suspended right pays nothing and owes nothing yet."""
    if demande.suspendu:
        return Echeancier(SUSPENDU)
    carnet = Carnet()
    acomptes: list[Acompte] = []
    for tranche in demande.profil.tranches:
        acomptes.append(_acompte(carnet, demande, tranche, acomptes))
    reel = demande.droits.get("reel")
    if reel is None:
        return Echeancier(EN_ATTENTE, tuple(acomptes), etapes=tuple(carnet.etapes))
    total = _total(carnet, acomptes)
    solde = carnet.reste("Solde", (DROITS["reel"], reel), ("acomptes", total))
    indu = carnet.reste("Indu", ("acomptes", total), (DROITS["reel"], reel))
    return Echeancier(CALCULE, tuple(acomptes), solde, indu, tuple(carnet.etapes))


def _acompte(
    carnet: Carnet, demande: Demande, tranche: Tranche, precedents: Sequence[Acompte]
) -> Acompte:
    rang = len(precedents)
    if rang < len(demande.verses):
        return Acompte(tranche.libelle, VERSE, demande.verses[rang])
    attend = _attend(demande, tranche)
    for precedent in precedents:
        attend += tuple(droit for droit in precedent.attend if droit not in attend)
    if attend:
        return Acompte(tranche.libelle, EN_ATTENTE, attend=attend)
    verses = _total(carnet, precedents) if precedents and tranche.plafonds else ZERO
    montant = _part(carnet, demande, tranche.libelle, tranche)
    for plafond in tranche.plafonds:
        if _s_applique(demande, plafond):
            montant = _plafonner(carnet, demande, tranche, plafond, montant, verses)
    return Acompte(tranche.libelle, CALCULE, montant)


def _attend(demande: Demande, tranche: Tranche) -> tuple[str, ...]:
    """The rights that an acompte needs and that are not known, each once."""
    besoins = [tranche.droit]
    for plafond in tranche.plafonds:
        if plafond.ecart is None:
            besoins.append(plafond.droit)
        elif not demande.ecart_justifie:
            besoins += [PREVISIONNEL, plafond.droit]
    return tuple(droit for droit in dict.fromkeys(besoins) if droit not in demande.droits)


def _s_applique(demande: Demande, plafond: Plafond) -> bool:
    """Exactly the share does not fire, nor does a reference of nothing (as C06 and C07)."""
    if plafond.ecart is None:
        return True
    if demande.ecart_justifie:
        return False
    reference = demande.droits[plafond.droit]
    mouvement = EXACT.subtract(demande.droits[PREVISIONNEL], reference).copy_abs()
    return reference > 0 and mouvement > EXACT.multiply(plafond.ecart, reference)


def _part(carnet: Carnet, demande: Demande, libelle: str, part: Tranche | Plafond) -> Decimal:
    """A share of one right."""
    facteurs = [("part", part.taux.nombre), (DROITS[part.droit], demande.droits[part.droit])]
    return carnet.produit(libelle, facteurs, parametre=part.taux)


def _plafonner(
    carnet: Carnet,
    demande: Demande,
    tranche: Tranche,
    plafond: Plafond,
    montant: Decimal,
    verses: Decimal,
) -> Decimal:
    """What the ceiling leaves of an acompte once those before it are taken off: zero at least."""
    nom = f"plafond selon le {DROITS[plafond.droit]}"
    limite = _part(carnet, demande, f"{tranche.libelle}, {nom}", plafond)
    if verses:
        reste = ("plafond", limite), ("acomptes précédents", verses)
        limite = carnet.reste(f"{tranche.libelle}, reste sous le {nom}", *reste)
    return carnet.minimum(
        f"{tranche.libelle} retenu",
        "minimum entre l’acompte et la limite",
        (("acompte", montant), ("limite", limite)),
    )


def _total(carnet: Carnet, acomptes: Sequence[Acompte]) -> Decimal:
    """Sum of what is paid or computed; no step to print when there is none, or one."""
    montants = [(a.libelle.lower(), a.montant) for a in acomptes if a.montant is not None]
    if len(montants) < 2:
        return montants[0][1] if montants else ZERO
    return carnet.somme("Acomptes", montants)
