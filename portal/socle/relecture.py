"""The words of an e-mail looked at again as it leaves: they may have waited for days.

« Il reste 1 jour » is true on one day only; a deadline moves, a right ends, an address changes. An
e-mail that depends on the moment names its reader when it is written (``Courriel.relecteur``): the
application that wrote it, which registers the function here when it starts. Nothing is imported
upward.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from portal.socle.models import Courriel, EtatCourriel


@dataclass(frozen=True)
class Relu:
    """To whom and what it says at this moment."""

    destinataire: str
    objet: str
    texte: str
    html: str = ""


@dataclass(frozen=True)
class Retire:
    """It must not leave any more, and why, in French."""

    raison: str


Verdict = Relu | Retire
Relecteur = Callable[[Courriel, datetime], Verdict]
_relecteurs: dict[str, Relecteur] = {}


class ReservationPerdue(Exception):
    """Another sender has taken this e-mail over: stop before handing anything over."""


class SansRelecteur(Exception):
    """The application that wrote this e-mail is not there to read it again."""


def inscrire(nom: str, relecteur: Relecteur) -> None:
    """Have the e-mails written under this name read again by a function, just before they leave.

    It is called in a transaction and may write: that commits with what it decides, or not at all.
    """
    _relecteurs[nom] = relecteur


def tel_quel(courriel: Courriel, destinataire: str = "") -> Relu:
    """The e-mail as it was written, to another address when one is given."""
    return Relu(
        destinataire or courriel.destinataire, courriel.objet, courriel.texte, courriel.html
    )


def relire(courriel: Courriel, maintenant: datetime) -> bool:
    """Bring a claimed e-mail up to date, in the database too; tell whether it still leaves.

    What is kept is what leaves. Withdrawn, it says why. Raises ReservationPerdue, SansRelecteur.
    """
    if not courriel.relecteur:
        return True
    if courriel.relecteur not in _relecteurs:
        raise SansRelecteur(courriel.relecteur)
    with transaction.atomic():
        verdict = _relecteurs[courriel.relecteur](courriel, maintenant)
        champs = (
            _du_retrait(courriel, verdict)
            if isinstance(verdict, Retire)
            else _changements(courriel, verdict, maintenant)
        )
        nos = Courriel.objects.filter(pk=courriel.pk, reservation=courriel.reservation)
        if champs and nos.update(**champs) != 1:
            raise ReservationPerdue
    for champ, valeur in champs.items():
        setattr(courriel, champ, valeur)
    return not isinstance(verdict, Retire)


def _changements(courriel: Courriel, relu: Relu, maintenant: datetime) -> dict[str, object]:
    """What differs from what was written; its date, when the words do."""
    mots = {"objet": " ".join(relu.objet.split()), "texte": relu.texte, "html": relu.html}
    champs: dict[str, object] = {c: v for c, v in mots.items() if getattr(courriel, c) != v}
    if champs:
        champs["reecrit_le"] = maintenant
    if relu.destinataire != courriel.destinataire:
        champs["destinataire"] = relu.destinataire
    return champs


def _du_retrait(courriel: Courriel, retrait: Retire) -> dict[str, object]:
    efface = {"texte": "", "html": ""} if courriel.confidentiel else {}
    return {
        "etat": EtatCourriel.RETIRE,
        "erreur": retrait.raison,
        "reservation": None,
        "reserve_jusqu_a": None,
        "prochain_essai_le": None,
        **efface,
    }
