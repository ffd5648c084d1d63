"""What a schedule rests on, and what it says: payments known, steps, sums. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from subventions.paiements.regles.etats import EN_VIGUEUR, EtatEcheance, Nature
from subventions.regles.acomptes.profils import Profil
from subventions.regles.etapes import Etape
from subventions.regles.nombres import ZERO


def somme(montants: Iterable[Decimal]) -> Decimal:
    """A sum in euros, zero of nothing."""
    return sum(montants, ZERO)


@dataclass(frozen=True)
class VersementConnu:
    """A payment put in a lot one day. ``montant`` in euros, before anything is set off."""

    nature: str
    rang: int
    montant: Decimal
    etat: str

    @property
    def compte(self) -> bool:
        return self.etat in EN_VIGUEUR


@dataclass(frozen=True)
class Situation:
    """All that the schedule of a file rests on.

    ``droits`` are those that count, definitive, in euros; ``provisoires`` those that the Caf has
    not validated. ``profil`` is None while the Caf has said nothing. ``rembourse``: what was given
    back or set off of this file's indus.
    """

    profil: Profil | None
    droits: Mapping[str, Decimal] = field(default_factory=dict)
    provisoires: frozenset[str] = frozenset()
    ecart_accepte: bool = False
    suspendu: bool = False
    versements: tuple[VersementConnu, ...] = ()
    rembourse: Decimal = ZERO


@dataclass(frozen=True)
class Echeance:
    """One step. ``attend`` names the rights it waits for, ``montant`` is None until it is known.

    ``plafonnee``: the gap between prévisionnel and réel N-1, not accepted, lowers it.
    """

    nature: Nature
    rang: int
    libelle: str
    etat: EtatEcheance
    montant: Decimal | None = None
    attend: tuple[str, ...] = ()
    plafonnee: bool = False

    @property
    def est_due(self) -> bool:
        return self.etat == EtatEcheance.DU


@dataclass(frozen=True)
class EcheancierDossier:
    """The schedule of a file, in euros.

    ``verse`` counts what is proposed, ordered or paid; ``reste`` is right réel − payments +
    repayments, None while the réel is unknown: below zero, too much was paid.
    """

    echeances: tuple[Echeance, ...] = ()
    etapes: tuple[Etape, ...] = ()
    verse: Decimal = ZERO
    paye: Decimal = ZERO
    rembourse: Decimal = ZERO
    reste: Decimal | None = None
    sans_profil: bool = False

    @property
    def trop_percu(self) -> Decimal:
        return -self.reste if self.reste is not None and self.reste < 0 else ZERO

    @property
    def en_cours(self) -> Decimal:
        """What is proposed or ordered, and not paid yet."""
        return self.verse - self.paye

    @property
    def a_payer(self) -> Decimal:
        """What may be proposed now."""
        return somme(e.montant for e in self.echeances if e.est_due and e.montant is not None)

    @property
    def solde_a_venir(self) -> Decimal | None:
        """What is left of the right réel beyond what may be proposed now; None: not known yet."""
        return None if self.reste is None else max(self.reste - self.a_payer, ZERO)

    @property
    def est_acheve(self) -> bool:
        return self.reste == 0 and self.paye == self.verse
