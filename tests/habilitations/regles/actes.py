"""Rights and delegations in plain data, signed by keys of the tests."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from habilitations.regles.contenus import FORME, ContenuAdhesion, ContenuDelegation, ContenuDroit
from habilitations.regles.verdicts import Base, Cle, Delegation, Droit, Signature

JOUR = date(2026, 2, 3)
LE = datetime(2026, 1, 5, 9, tzinfo=UTC)
PRIVEE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
AUTRE = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
CLE = Cle("ab12", 73, PRIVEE.public_key())
ADHESION = ContenuAdhesion(
    adhesion=9,
    gestionnaire=45,
    caf=73,
    mode="delegue",
    complete_le=date(2020, 1, 1),
    suspendue_le=None,
    suspendue_motif="",
    fin_le=None,
    signe_par=3,
    signe_le=LE,
    cle="ab12",
)

DROIT = ContenuDroit(
    reference="6f1c5a0e-0000-4000-8000-000000000001",
    personne=512,
    gestionnaire=45,
    caf=73,
    role="approbateur",
    tous=False,
    equipements=frozenset({7, 12}),
    du=date(2026, 1, 1),
    au=None,
    base=9,
    delegation=None,
    accorde_par=3,
    signe_par=3,
    signe_le=LE,
    cle="ab12",
    suspendu_le=None,
    suspendu_motif="",
    retire_le=None,
    retire_motif="",
)
DELEGATION = ContenuDelegation(
    reference="6f1c5a0e-0000-4000-8000-000000000002",
    gestionnaire=45,
    caf=73,
    base=9,
    niveau="delegue",
    roles=frozenset({"approbateur", "fournisseur_activite"}),
    tous=False,
    equipements=frozenset({7, 12, 13}),
    du=date(2026, 1, 1),
    au=date(2026, 12, 31),
    signe_par=3,
    signe_le=LE,
    cle="ab12",
    retire_le=None,
    retire_motif="",
)


def signature(
    contenu: ContenuDroit | ContenuDelegation | ContenuAdhesion,
    cle: Cle | None = CLE,
    par: Ed25519PrivateKey = PRIVEE,
) -> Signature:
    return Signature(FORME, par.sign(contenu.octets()).hex(), cle)


def base(cle: Cle | None = CLE, **champs: Any) -> Base:
    """An adhesion, signed as it stands."""
    contenu = replace(ADHESION, **champs)
    return Base(contenu, signature(contenu, cle))


BASE = base()


def droit(contenu: ContenuDroit = DROIT, **champs: Any) -> Droit:
    """A right that gives access on JOUR, signed as it stands; ``champs`` spoil the rest."""
    bon = Droit(contenu, signature(contenu), BASE, None, True)
    return replace(bon, **champs)


def sous_delegation(sous: ContenuDelegation = DELEGATION, **champs: Any) -> Droit:
    """A right granted under a delegation that is signed as it stands."""
    contenu = replace(DROIT, delegation=DELEGATION.reference, **champs)
    return droit(contenu, delegation=Delegation(sous, signature(sous)))


UNE_SECONDE = timedelta(seconds=1)


# Another value for each field: none may be changed once signed.
AUTRES: dict[str, Any] = {
    "reference": "autre",
    "personne": 513,
    "gestionnaire": 46,
    "caf": 59,
    "role": "gestionnaire_habilitations",
    "tous": True,
    "equipements": frozenset({7, 13}),
    "du": date(2025, 1, 1),
    "au": date(2027, 1, 1),
    "base": 10,
    "delegation": "autre",
    "accorde_par": 4,
    "signe_par": None,
    "signe_le": LE + UNE_SECONDE,
    "cle": "cd34",
    "suspendu_le": LE,
    "suspendu_motif": "Par précaution",
    "niveau": "non_delegue",
    "roles": frozenset({"approbateur"}),
    "retire_le": LE,
    "retire_motif": "Contrat modifié",
    "adhesion": 10,
    "mode": "non_delegue",
    "complete_le": None,
    "suspendue_le": JOUR,
    "suspendue_motif": "Par précaution",
    "fin_le": date(2030, 1, 1),
}
