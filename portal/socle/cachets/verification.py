"""Checking the seal of a PDF that somebody holds: by whom, when, and whether it still stands.

The file is read by a process apart, which says what the seal was worth when it was put; what was
revoked since is looked up here. Nothing is ever asked of a network.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portal.socle.cachets.autorite import est_compromis
from portal.socle.cachets.depot import Depot, depot, pem
from portal.socle.lecture_a_part import lire_a_part


class Verdict(StrEnum):
    """What a seal is worth. Only VALIDE says that the file is, byte for byte, what was sealed."""

    VALIDE = "valide"
    ABSENT = "absent"
    AJOUTE = "ajoute"
    MODIFIE = "modifie"
    ETRANGER = "etranger"
    PERIME = "perime"
    REVOQUE = "revoque"


@dataclass(frozen=True)
class Constat:
    """A verdict; when the chain holds, the name of the seal, its reason, the moment it claims."""

    verdict: Verdict
    par: str = ""
    motif: str = ""
    le: datetime | None = None


def verifier_cachet(octets: bytes, maintenant: datetime) -> Constat:
    """Judge the seal of a PDF.

    A certificate that expired since changes nothing; one revoked since neither, unless its key was
    stolen: the moment is claimed by the seal itself, a thief would write an earlier one.
    Raises FichierRefuse, whose message is for the person who sent the file: no PDF, broken, or made
    to be long to read.
    """
    ouvert = depot()
    racines = b"".join(pem(racine) for racine in ouvert.racines()).decode()
    lu = lire_a_part("cachet", octets, racines)
    if lu["etat"] != Verdict.VALIDE:
        return Constat(Verdict(lu["etat"]))
    le = datetime.fromisoformat(lu["le"])
    verdict = _aujourd_hui(ouvert, int(lu["serie"], 16), le, maintenant)
    return Constat(verdict, lu["nom"], lu["motif"], le)


def est_compromise(serie: str) -> bool:
    """Tell whether the key of this certificate was stolen: what it sealed is to be made again."""
    revocation = depot().revocation(int(serie, 16))
    return revocation is not None and est_compromis(revocation)


def _aujourd_hui(ouvert: Depot, serie: int, le: datetime, maintenant: datetime) -> Verdict:
    """What a seal, good when it was put at ``le``, has become."""
    if le > maintenant:
        return Verdict.PERIME
    revocation = ouvert.revocation(serie)
    if revocation and (est_compromis(revocation) or revocation.revocation_date_utc <= le):
        return Verdict.REVOQUE
    return Verdict.VALIDE
