"""The words of an e-mail looked at again as it leaves: they may have waited for days.

« Il reste 1 jour » is true on one day only; a deadline moves, a right ends, an address changes. An
e-mail that depends on the moment names its reader when it is written (``Courriel.relecteur``): the
application that wrote it, which registers the function here when it starts. Nothing is imported
upward.
"""

from collections.abc import Callable, Mapping, Sequence
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
# The verdicts by id; an e-mail that has none is read by itself.
RelecteurDeLots = Callable[[Sequence[Courriel], datetime], Mapping[int, Verdict]]
_relecteurs: dict[str, Relecteur] = {}
_de_lots: dict[str, RelecteurDeLots] = {}


class ReservationPerdue(Exception):
    """Another sender has taken this e-mail over: stop before handing anything over."""


class SansRelecteur(Exception):
    """The application that wrote this e-mail is not there to read it again."""


def inscrire(nom: str, relecteur: Relecteur) -> None:
    """Have the e-mails written under this name read again by a function, just before they leave.

    It is called in a transaction and may write: that commits with what it decides, or not at all.
    """
    _relecteurs[nom] = relecteur


def inscrire_par_lots(nom: str, relecteur: RelecteurDeLots) -> None:
    """The same, of a function that reads several at once for the price of one."""
    _de_lots[nom] = relecteur
    _relecteurs[nom] = lambda courriel, maintenant: relecteur([courriel], maintenant)[courriel.pk]


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
        champs = _appliquer(courriel, verdict, maintenant)
    _porter(courriel, champs)
    return not isinstance(verdict, Retire)


def relire_ensemble(courriels: Sequence[Courriel], maintenant: datetime) -> dict[int, bool]:
    """The same for those that are read by lots: does each still leave, by id.

    The others are not in it. Raises what a reader raises: nothing of that lot is written then.
    """
    partent = {}
    for nom, relecteur in _de_lots.items():
        siens = {c.pk: c for c in courriels if c.relecteur == nom}
        if len(siens) < 2:
            continue
        with transaction.atomic():
            verdicts = relecteur(list(siens.values()), maintenant)
            champs = {pk: _appliquer(siens[pk], v, maintenant) for pk, v in verdicts.items()}
        for pk, verdict in verdicts.items():
            _porter(siens[pk], champs[pk])
            partent[pk] = not isinstance(verdict, Retire)
    return partent


def _appliquer(courriel: Courriel, verdict: Verdict, maintenant: datetime) -> dict[str, object]:
    """Write a verdict under the claim; return what it changed."""
    champs = (
        _du_retrait(courriel, verdict)
        if isinstance(verdict, Retire)
        else _changements(courriel, verdict, maintenant)
    )
    nos = Courriel.objects.filter(pk=courriel.pk, reservation=courriel.reservation)
    if champs and nos.update(**champs) != 1:
        raise ReservationPerdue
    return champs


def _porter(courriel: Courriel, champs: Mapping[str, object]) -> None:
    """On the object too, once it is committed."""
    for champ, valeur in champs.items():
        setattr(courriel, champ, valeur)


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
