"""All that Cafs sign, verified by lots, whatever the day: each night and by ``verifier_droits``."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Max, QuerySet

from habilitations.models import Adhesion, Delegation, Habilitation
from habilitations.regles import verdicts
from habilitations.regles.verdicts import Motif
from habilitations.verification import ActeSigne, Examen, Lues, lire_droit, motif_de_signature
from portal.socle.models import LigneJournal

LOT = 2_000
# Acts that sign anew, at the moment that their line of the journal bears.
ACTES_SIGNES = (
    *("droit.accorde", "droit.suspendu", "droit.repris", "droit.retire", "droit.borne"),
    *("delegation.accordee", "delegation.retiree"),
    *("adhesion.suspendue", "adhesion.reprise", "adhesion.fin", "adhesion.rouverte"),
    "adhesion.signee",
)
DERNIER = ("objet_id", "dernier")


@dataclass(frozen=True)
class ExamenActe:
    """A delegation or an adhesion that does not verify by itself, and why."""

    acte: Delegation | Adhesion
    motif: Motif


def alterations() -> Iterator[Examen]:
    """Judge every right, whatever the day, by lots: six queries each, constant memory.

    Also told here, and not at each request, from the journal: a right, or the adhesion that it
    rests on, put back as it was signed before, whole and with its signature, while a later act on
    it is told.
    """
    tous = Habilitation.objects.a_verifier().order_by("pk").iterator(chunk_size=LOT)
    while lot := list(islice(tous, LOT)):
        rejoues = _rejoues(lot)
        levees = _rejoues([base for droit in lot if (base := droit.base)])
        lues = Lues()
        for droit in lot:
            motif = verdicts.alteration(lire_droit(droit, lues))
            if motif is None and droit.pk in rejoues:
                motif = Motif.REJOUE
            if motif is None and droit.base_id in levees:
                motif = Motif.BASE_LEVEE
            yield Examen(droit, motif)


def actes_alteres() -> Iterator[ExamenActe]:
    """Delegations and adhesions that do not verify, whatever rests on them, by lots.

    What is wrong with a right because of them is told by ``alterations``, right by right; here,
    what would give one to be granted tomorrow. An adhesion that was never complete has no
    signature, and gives nothing.
    """
    yield from _alteres(
        Delegation.objects.select_related("caf", "cle", "base", "gestionnaire").prefetch_related(
            "equipements"
        )
    )
    adhesions = Adhesion.objects.exclude(complete_le=None, signature="")
    yield from _alteres(adhesions.select_related("caf", "cle", "gestionnaire"))


def _alteres(actes: QuerySet[Any]) -> Iterator[ExamenActe]:
    tous = actes.order_by("pk").iterator(chunk_size=LOT)
    while lot := list(islice(tous, LOT)):
        rejoues = _rejoues(lot)
        for acte in lot:
            motif = motif_de_signature(acte)
            if motif is None and isinstance(acte, Delegation) and _est_ailleurs(acte):
                motif = Motif.BASE_ETRANGERE
            if motif is None and acte.pk in rejoues:
                motif = Motif.BASE_LEVEE if isinstance(acte, Adhesion) else Motif.REJOUE
            if motif:
                yield ExamenActe(acte, motif)


def _est_ailleurs(delegation: Delegation) -> bool:
    """Tell whether the adhesion under a delegation is that of another partner or Caf."""
    base = delegation.base
    return (base.caf_id, base.gestionnaire_id) != (delegation.caf_id, delegation.gestionnaire_id)


def _rejoues(actes: Sequence[ActeSigne]) -> set[int]:
    """Ids of acts of one kind whose signature is older than the last act that signed them."""
    if not actes:
        return set()
    lignes = LigneJournal.objects.filter(
        objet_type=actes[0]._meta.label_lower,
        objet_id__in={acte.pk for acte in actes},
        action__in=ACTES_SIGNES,
    )
    derniers = dict(lignes.values("objet_id").annotate(dernier=Max("le")).values_list(*DERNIER))
    return {
        acte.pk
        for acte in actes
        if acte.pk in derniers and acte.signee_le and acte.signee_le < derniers[acte.pk]
    }
