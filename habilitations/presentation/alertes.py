"""The altered rights that a Caf was told of and has not dealt with yet."""

from dataclasses import dataclass

from django.db.models import Q

from habilitations import messages
from habilitations.models import AlerteDroit, Fonction, Habilitation
from habilitations.permissions import Acteur
from habilitations.regles.verdicts import Motif

MONTREES = 10


@dataclass(frozen=True)
class AlerteLue:
    """``ici``: the right still names this person's Caf, whose pages show it."""

    droit: Habilitation
    phrase: str
    ici: bool


@dataclass(frozen=True)
class Alertes:
    """The latest first; ``autres``: how many more."""

    lues: list[AlerteLue]
    autres: int


def alertes_de(acteur: Acteur) -> Alertes:
    """For a responsable, two queries; those of rights withdrawn since are dealt with.

    The Caf that the row names, and those of its base and of its key: it may have been moved.
    """
    cafs = acteur.cafs_comme([Fonction.RESPONSABLE_HABILITATIONS])
    ouvertes = AlerteDroit.objects.filter(
        Q(droit__caf__in=cafs) | Q(droit__base__caf__in=cafs) | Q(droit__cle__caf__in=cafs),
        reglee_le__isnull=True,
        droit__retiree_le__isnull=True,
    )
    lignes = ouvertes.select_related("droit__utilisateur", "droit__gestionnaire")[:MONTREES]
    lues = [
        AlerteLue(a.droit, messages.phrase(Motif(a.motif)), a.droit.caf_id in cafs) for a in lignes
    ]
    return Alertes(lues, ouvertes.count() - len(lues))
