"""The code that a device is asked for, once: how long it lives, how often it may be tried.

Pure: hashes and moments in, a verdict out.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hmac import compare_digest

CHIFFRES = 6
VALIDITE = timedelta(minutes=15)
ESSAIS_MAX = 5
# Between two codes sent, and how many in a day: a link passed on does not fill a mailbox.
INTERVALLE = timedelta(minutes=1)
PAR_JOUR = 10


class Verdict(StrEnum):
    """What becomes of a code that is typed."""

    JUSTE = "juste"
    FAUX = "faux"
    EXPIRE = "expire"
    TROP_D_ESSAIS = "trop_d_essais"


@dataclass(frozen=True)
class CodeEnvoye:
    """The code under way: its hash, when it left, how many times it was tried."""

    empreinte: str
    envoye_le: datetime
    essais: int = 0


def empreinte_du_code(code: str, sel: str) -> str:
    """Hash of a code, bound to what it opens: the same digits elsewhere are another hash."""
    return hashlib.sha256(f"{sel}:{''.join(code.split())}".encode()).hexdigest()


def juger(envoye: CodeEnvoye | None, code: str, sel: str, maintenant: datetime) -> Verdict:
    """Return what a typed code is worth; tries are counted before it is looked at."""
    if envoye is None or maintenant - envoye.envoye_le > VALIDITE:
        return Verdict.EXPIRE
    if envoye.essais >= ESSAIS_MAX:
        return Verdict.TROP_D_ESSAIS
    juste = compare_digest(envoye.empreinte, empreinte_du_code(code, sel))
    return Verdict.JUSTE if juste else Verdict.FAUX


def peut_envoyer(dernier_le: datetime | None, aujourd_hui: int, maintenant: datetime) -> bool:
    """Tell whether another code may leave now; ``aujourd_hui`` counts those of the day."""
    if aujourd_hui >= PAR_JOUR:
        return False
    return dernier_le is None or maintenant - dernier_le >= INTERVALLE
