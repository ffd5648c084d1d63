"""Telling whether a receipt is genuine and the latest: asked of the applications that deliver some.

Each registers its source when it starts; the public page asks them all and knows none. Nothing of
what was sent is told.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from portal.socle.portee import au_nom_du_systeme

_EMPREINTE = re.compile(r"[0-9a-f]{64}")


class Verdict(StrEnum):
    """ALTERE: it was delivered, the journal says so, but what is kept is no longer what it says.

    CONTREDIT: it bears the hash of what is kept, which the journal does not confirm. INVERIFIABLE:
    nobody knows this hash, but a sending of this file was altered, perhaps this one.
    """

    INCONNU = "inconnu"
    DERNIER = "dernier"
    REMPLACE = "remplace"
    ALTERE = "altere"
    CONTREDIT = "contredit"
    INVERIFIABLE = "inverifiable"


@dataclass(frozen=True)
class Verification:
    """The answer, with the only facts the page may tell: which sending, when, the next one.

    ``nom`` is what the receipt calls the sending: « version 2 », « envoi 2 ».
    """

    verdict: Verdict
    reference: str = ""
    nom: str = ""
    envoyee_le: datetime | None = None
    suivante_le: datetime | None = None


# Reference and hash of a receipt, in capitals and in small letters, to what is to be said of it;
# None when the reference is not that of a file of this application.
Source = Callable[[str, str], Verification | None]
_SOURCES: dict[str, Source] = {}


def inscrire(nom: str, source: Source) -> None:
    """Have an application answer for its receipts; to be called when it starts."""
    _SOURCES[nom] = source


@au_nom_du_systeme("vérifier un récépissé dont on tient la référence et l’empreinte")
def verifier_recepisse(reference: str, empreinte: str) -> Verification:
    """Compare a receipt with what is kept and with the journal: both must know its hash.

    Spaces and capitals do not count, a hash being copied from paper.
    """
    reference = "".join(reference.split()).upper()
    empreinte = "".join(empreinte.split()).lower()
    if _EMPREINTE.fullmatch(empreinte):
        for source in _SOURCES.values():
            if verification := source(reference, empreinte):
                return verification
    return Verification(Verdict.INCONNU)


def adresse_de_verification(reference: str, empreinte: str) -> str:
    """Absolute address of the public page that tells whether this receipt is genuine."""
    question = urlencode({"reference": reference, "empreinte": empreinte})
    return f"{settings.ADRESSE_PUBLIQUE}{reverse('verification_recepisse')}?{question}"
