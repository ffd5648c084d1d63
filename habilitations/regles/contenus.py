"""What a right, a delegation and an adhesion say, as the bytes that a Caf signs: one format.

The first line names the format, each of the others a field, in the order of the class: its name,
``=``, the number of bytes of its value, ``:``, the value. Nothing is ``-``, without a number.

    portail-partenaires/droit/1
    reference=36:6f1c5a0e-…
    personne=3:512
    au=-

Numbers are in decimal, days and moments in ISO 8601 (moments in UTC, with microseconds), yes and
no « oui » and « non », sets sorted and joined by commas. Each value being counted, two contents
that differ never give the same bytes. To add, remove or rename a field is another number: what was
signed under a former one is still read by it.
"""

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import ClassVar

Valeur = str | int | date | datetime | frozenset[int] | frozenset[str] | None
FORME = 1


@dataclass(frozen=True)
class Contenu:
    """What is signed, whatever it is; ``nature`` keeps a right from passing for a delegation."""

    nature: ClassVar[str]

    def octets(self) -> bytes:
        """The bytes that are signed."""
        lignes = [f"portail-partenaires/{self.nature}/{FORME}".encode()]
        for champ in fields(self):
            valeur = getattr(self, champ.name)
            lignes.append(f"{champ.name}=".encode() + _compter(valeur))
        return b"\n".join(lignes) + b"\n"


@dataclass(frozen=True)
class ContenuDroit(Contenu):
    """A right. Persons, partner, Caf, équipements and base are told by their ids.

    ``equipements`` is empty when ``tous`` is true; ``accorde_par`` grants, ``signe_par`` answers
    for it at the Caf. ``delegation`` is the reference of the one it was granted under.
    """

    nature = "droit"

    reference: str
    personne: int
    gestionnaire: int
    caf: int
    role: str
    tous: bool
    equipements: frozenset[int]
    du: date
    au: date | None
    base: int | None
    delegation: str | None
    accorde_par: int | None
    signe_par: int | None
    signe_le: datetime | None
    cle: str
    suspendu_le: datetime | None
    suspendu_motif: str
    retire_le: datetime | None
    retire_motif: str


@dataclass(frozen=True)
class ContenuDelegation(Contenu):
    """What a Caf lets a partner's gestionnaire des habilitations grant; ``niveau``: contract's."""

    nature = "delegation"

    reference: str
    gestionnaire: int
    caf: int
    base: int
    niveau: str
    roles: frozenset[str]
    tous: bool
    equipements: frozenset[int]
    du: date
    au: date | None
    signe_par: int | None
    signe_le: datetime | None
    cle: str
    retire_le: datetime | None
    retire_motif: str


@dataclass(frozen=True)
class ContenuAdhesion(Contenu):
    """What rights rest on: the adhesion of a partner at a Caf, its level of delegation and state.

    Its days are those of the row: complete since, suspended since, over after.
    """

    nature = "adhesion"

    adhesion: int
    gestionnaire: int
    caf: int
    mode: str
    complete_le: date | None
    suspendue_le: date | None
    suspendue_motif: str
    fin_le: date | None
    signe_par: int | None
    signe_le: datetime | None
    cle: str


def _compter(valeur: Valeur) -> bytes:
    if valeur is None:
        return b"-"
    octets = _ecrire(valeur).encode()
    return f"{len(octets)}:".encode() + octets


def _ecrire(valeur: Valeur) -> str:
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, datetime):
        return valeur.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(valeur, date):
        return valeur.isoformat()
    if isinstance(valeur, frozenset):
        return ",".join(str(v) for v in sorted(valeur))
    return str(valeur)
