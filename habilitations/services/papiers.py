"""Sealed papers that are no acts, which the public page checks too: asked of who delivers them.

Each application registers its source when it starts; the page asks them all and knows none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from portal.socle.composants import Fait
from portal.socle.models import Document


@dataclass(frozen=True)
class PapierLu:
    """What a paper says, for who holds it; ``a_jour``: it still says what is so."""

    titre: str
    faits: tuple[Fait, ...]
    a_jour: bool


@dataclass(frozen=True)
class Inscrit:
    """A paper of the register: its file, what its seal must state, whether its row is intact.

    ``lire`` says what it says, asked of one that is genuine alone.
    """

    document: Document | None
    motif: str
    intact: bool
    lire: Callable[[], PapierLu]


# A condition on ``reference``, ``empreinte`` or ``document``, to the sealed paper that meets it.
Source = Callable[[Q], Inscrit | None]
_SOURCES: dict[str, Source] = {}


def inscrire(nom: str, source: Source) -> None:
    """Have an application answer for its papers; to be called when it starts."""
    _SOURCES[nom] = source


def chercher(condition: Q) -> Inscrit | None:
    """The paper that meets a condition, whoever delivered it."""
    for source in _SOURCES.values():
        if trouve := source(condition):
            return trouve
    return None


def adresse_de_verification(reference: str, empreinte: str) -> str:
    """Absolute address of the public page that tells whether this act, or paper, is genuine."""
    question = urlencode({"reference": reference, "empreinte": empreinte})
    return f"{settings.ADRESSE_PUBLIQUE}{reverse('verification_acte')}?{question}"
