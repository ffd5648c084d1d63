"""Why a right gives nothing on a day: what was done to it first, then the state it is in.

Pure. A right gives access when ``verdict`` is None, and only then (DOMAINE §2, S): its content is
signed by a key of its Caf, its base holds, and so does the delegation it was granted under.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from habilitations.regles.contenus import (
    FORME,
    ContenuAdhesion,
    ContenuDelegation,
    ContenuDroit,
)

DELEGUE = "delegue"
Signe = ContenuDroit | ContenuDelegation | ContenuAdhesion


class Motif(StrEnum):
    """Why a right gives nothing; put in French by ``habilitations.messages``."""

    NON_SIGNE = "non_signe"
    SIGNATURE_FAUSSE = "signature_fausse"
    CLE_INCONNUE = "cle_inconnue"
    CLE_AUTRE_CAF = "cle_autre_caf"
    CLE_REVOQUEE = "cle_revoquee"
    CLE_REMPLACEE = "cle_remplacee"
    REJOUE = "rejoue"
    BASE_ETRANGERE = "base_etrangere"
    BASE_NON_VERIFIEE = "base_non_verifiee"
    BASE_LEVEE = "base_levee"
    DELEGATION_ETRANGERE = "delegation_etrangere"
    DELEGATION_NON_VERIFIEE = "delegation_non_verifiee"
    DELEGATION_ROLE = "delegation_role"
    DELEGATION_EQUIPEMENT = "delegation_equipement"
    COMPTE_FERME = "compte_ferme"
    RETIRE = "retire"
    SUSPENDU = "suspendu"
    PAS_COMMENCE = "pas_commence"
    FINI = "fini"
    BASE_INCOMPLETE = "base_incomplete"
    BASE_SUSPENDUE = "base_suspendue"
    BASE_FINIE = "base_finie"
    DELEGATION_RETIREE = "delegation_retiree"
    DELEGATION_HORS_DATES = "delegation_hors_dates"
    NON_DELEGUE = "non_delegue"


# What no act of the portal does: the Caf is warned. A revoked key is told by whoever revokes it.
ALERTES = frozenset(
    {
        Motif.NON_SIGNE,
        Motif.SIGNATURE_FAUSSE,
        Motif.CLE_INCONNUE,
        Motif.CLE_AUTRE_CAF,
        Motif.CLE_REMPLACEE,
        Motif.REJOUE,
        Motif.BASE_ETRANGERE,
        Motif.BASE_NON_VERIFIEE,
        Motif.BASE_LEVEE,
        Motif.DELEGATION_ETRANGERE,
        Motif.DELEGATION_NON_VERIFIEE,
    }
)


@dataclass(frozen=True)
class Cle:
    """A key of a Caf. ``publique`` comes from outside the database; None when not known there."""

    identifiant: str
    caf: int
    publique: Ed25519PublicKey | None
    au: datetime | None = None
    revoquee_le: datetime | None = None


@dataclass(frozen=True)
class Signature:
    """What was put under a content: in hexadecimal, with the number of its format."""

    forme: int
    texte: str
    cle: Cle | None


@dataclass(frozen=True)
class Base:
    """What a right rests on: the adhesion of a partner at a Caf, its state, signed too."""

    contenu: ContenuAdhesion
    signature: Signature

    @cached_property
    def motif(self) -> Motif | None:
        """What is wrong with its signature; verified once for all the rights read with it."""
        return _sous_une_autre(
            verifier_signature(self.contenu, self.signature), Motif.BASE_NON_VERIFIEE
        )


@dataclass(frozen=True)
class Delegation:
    contenu: ContenuDelegation
    signature: Signature

    @cached_property
    def motif(self) -> Motif | None:
        """What is wrong with its signature; verified once for all the rights read with it."""
        return verifier_signature(self.contenu, self.signature)


@dataclass(frozen=True)
class Droit:
    """A right as it stands, with all that it depends on."""

    contenu: ContenuDroit
    signature: Signature
    base: Base | None
    delegation: Delegation | None
    compte_ouvert: bool


def verdict(droit: Droit, jour: date) -> Motif | None:
    """Return why a right gives nothing on that day, the gravest reason first; None: it gives."""
    return alteration(droit) or etat(droit, jour)


def alteration(droit: Droit) -> Motif | None:
    """Return what is wrong with a right on any day: its signature, its delegation, its base."""
    return alteration_propre(droit) or (droit.base.motif if droit.base else None)


def alteration_propre(droit: Droit) -> Motif | None:
    """The same, whatever was done to the adhesion it rests on, as long as it is that one."""
    contenu = droit.contenu
    if motif := verifier_signature(contenu, droit.signature):
        return motif
    base = droit.base.contenu if droit.base else None
    if base is None or (base.adhesion, base.caf, base.gestionnaire) != (
        contenu.base,
        contenu.caf,
        contenu.gestionnaire,
    ):
        return Motif.BASE_ETRANGERE
    return _hors_delegation(droit) if contenu.delegation or droit.delegation else None


def etat(droit: Droit, jour: date) -> Motif | None:
    """Return why a right that verifies gives nothing on that day; its base is known."""
    contenu = droit.contenu
    if not droit.compte_ouvert:
        return Motif.COMPTE_FERME
    if contenu.retire_le:
        return Motif.RETIRE
    if contenu.suspendu_le:
        return Motif.SUSPENDU
    if jour < contenu.du:
        return Motif.PAS_COMMENCE
    if contenu.au is not None and contenu.au < jour:
        return Motif.FINI
    assert droit.base is not None  # noqa: S101 (alteration said so)
    return etat_base(droit.base, jour) or (
        etat_delegation(droit.delegation, droit.base, jour) if droit.delegation else None
    )


def etat_base(base: Base, jour: date) -> Motif | None:
    """Return why nothing rests on an adhesion on that day: its state, else its signature.

    One that is not complete yet has none to verify: nothing was granted on it.
    """
    dit = base.contenu
    if dit.complete_le is None or jour < dit.complete_le:
        return Motif.BASE_INCOMPLETE
    if dit.suspendue_le:
        return Motif.BASE_SUSPENDUE
    return Motif.BASE_FINIE if dit.fin_le is not None and dit.fin_le < jour else base.motif


def etat_delegation(delegation: Delegation, base: Base, jour: date) -> Motif | None:
    """Return why nothing may be granted under a delegation, nor was, on that day."""
    contenu = delegation.contenu
    if contenu.retire_le:
        return Motif.DELEGATION_RETIREE
    if jour < contenu.du or (contenu.au is not None and contenu.au < jour):
        return Motif.DELEGATION_HORS_DATES
    return None if base.contenu.mode == contenu.niveau == DELEGUE else Motif.NON_DELEGUE


def verifier_signature(contenu: Signe, signature: Signature) -> Motif | None:
    """Return what is wrong with the signature of a content, or with the key that made it."""
    cle = signature.cle
    if not signature.texte or cle is None or contenu.signe_le is None:
        return Motif.NON_SIGNE
    if cle.caf != contenu.caf:
        return Motif.CLE_AUTRE_CAF
    if cle.publique is None:
        return Motif.CLE_INCONNUE
    if signature.forme != FORME:
        return Motif.SIGNATURE_FAUSSE
    try:
        cle.publique.verify(bytes.fromhex(signature.texte), contenu.octets())
    except (InvalidSignature, ValueError):
        return Motif.SIGNATURE_FAUSSE
    if cle.revoquee_le is not None and contenu.signe_le >= cle.revoquee_le:
        return Motif.CLE_REVOQUEE
    return Motif.CLE_REMPLACEE if cle.au is not None and contenu.signe_le >= cle.au else None


def couvre(
    delegation: ContenuDelegation, role: str, tous: bool, equipements: Collection[int]
) -> Motif | None:
    """Return what a delegation leaves out of a right: its role, or one of its équipements."""
    if role not in delegation.roles:
        return Motif.DELEGATION_ROLE
    if delegation.tous or (not tous and delegation.equipements.issuperset(equipements)):
        return None
    return Motif.DELEGATION_EQUIPEMENT


def _hors_delegation(droit: Droit) -> Motif | None:
    contenu, delegation = droit.contenu, droit.delegation
    if delegation is None:
        return Motif.DELEGATION_ETRANGERE
    sous = delegation.contenu
    if (contenu.delegation, contenu.caf, contenu.gestionnaire, contenu.base) != (
        sous.reference,
        sous.caf,
        sous.gestionnaire,
        sous.base,
    ):
        return Motif.DELEGATION_ETRANGERE
    return _sous_une_autre(delegation.motif, Motif.DELEGATION_NON_VERIFIEE) or couvre(
        sous, contenu.role, contenu.tous, contenu.equipements
    )


def _sous_une_autre(motif: Motif | None, faute: Motif) -> Motif | None:
    """What a right says of what it depends on: a revoked key, which a Caf told, or a fault."""
    return motif if motif in (None, Motif.CLE_REVOQUEE) else faute
