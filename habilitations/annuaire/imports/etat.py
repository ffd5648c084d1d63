"""What the annuaire of a Caf holds, as an import compares itself with it. Plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from portal.socle.francais import mots


@dataclass(frozen=True)
class GestionnaireConnu:
    """A partner that the portal knows. ``ici``: in this annuaire; ``modifiable``: by this person.

    ``base_refusee``: why no right rests on its adhesion here; empty when rights may.
    """

    pk: int
    siret: str
    nom: str
    nature: str
    adresse: str
    ici: bool
    modifiable: bool
    base_refusee: str = ""


@dataclass(frozen=True)
class EquipementConnu:
    """An équipement of this Caf. ``dossiers``: files stand on it, which hold its dispositif."""

    pk: int
    siret: str
    nom: str
    dispositif: str
    organisation: str
    portefeuille: str
    ouvert_le: date | None
    ferme_le: date | None
    dossiers: bool


@dataclass(frozen=True)
class LieuConnu:
    pk: int
    equipement: int
    nom: str
    adresse: str
    ouvert_le: date | None
    ferme_le: date | None


@dataclass(frozen=True)
class PersonneConnue:
    """An account. ``ici``: known at this Caf alone, which then keeps its names."""

    pk: int
    email: str
    prenom: str
    nom: str
    telephone: str
    ouvert: bool
    ici: bool


@dataclass(frozen=True)
class DroitConnu:
    """A right that holds, or will; ``equipements`` is None for all of them."""

    email: str
    siret: str
    role: str
    equipements: frozenset[int] | None
    du: date
    au: date | None


@dataclass(frozen=True)
class Etat:
    """All that the lines of one file may meet.

    ``portefeuilles`` are names as kept; ``signataire``: this person may grant rights here;
    ``suspendus``: who has suspended rights at whom, by address and SIRET.
    """

    jour: date
    gestionnaires: Mapping[str, GestionnaireConnu] = field(default_factory=dict)
    equipements: Mapping[int, EquipementConnu] = field(default_factory=dict)
    lieux: Mapping[int, LieuConnu] = field(default_factory=dict)
    personnes: Mapping[str, PersonneConnue] = field(default_factory=dict)
    droits: tuple[DroitConnu, ...] = ()
    suspendus: frozenset[tuple[str, str]] = frozenset()
    portefeuilles: tuple[str, ...] = ()
    signataire: bool = False

    def portefeuille(self, ecrit: str) -> str | None:
        """The portfolio meant: of this very name, else the only one that differs by its accents."""
        if ecrit in self.portefeuilles:
            return ecrit
        proches = [nom for nom in self.portefeuilles if mots(nom) == mots(ecrit)]
        return proches[0] if len(proches) == 1 else None
