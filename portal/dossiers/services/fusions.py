"""Partners that merge: all their équipements at one Caf pass to another gestionnaire at once.

Each is a transfer like any other (``transferts.transferer``): its files follow, what was sent keeps
who sent it, rights do not. What would happen is told by doing it, and undoing it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Count

from habilitations.models import (
    ROLES_DECLARATION,
    Equipement,
    Fonction,
    Gestionnaire,
    Habilitation,
    TransfertEquipement,
)
from habilitations.permissions import Acteur
from habilitations.services.invitations import Invite, Voulu, accorder_plusieurs
from habilitations.verification import droits_verifies
from portal.dossiers.models import Dossier
from portal.dossiers.services.transferts import transferer
from portal.socle.motifs import exiger_motif
from portal.socle.refus import ActionRefusee, DemandeInvalide, impossible, interdit


@dataclass(frozen=True)
class Fusion:
    """What is asked: partners (ids) whose équipements at a Caf pass to another, from a day on.

    ``reconduire``: those who hold roles on them are given the same ones at the new gestionnaire, by
    rights that the Caf signs anew; only when the transfer is made at once.
    """

    caf_id: int
    de: frozenset[int]
    vers_id: int
    le: date
    motif: str
    reconduire: bool = False


@dataclass(frozen=True)
class Passage:
    """One équipement: how many files follow it, whose rights stop; ``refus``: why it cannot."""

    equipement: Equipement
    de: Gestionnaire
    dossiers: int
    droits: list[Habilitation] = field(default_factory=list)
    refus: str = ""


def prevoir(fusion: Fusion, *, acteur: Acteur) -> list[Passage]:
    """What would happen, équipement by équipement; nothing is written.

    Raises ActionRefusee (not the responsable), DemandeInvalide (motif; nothing to move).
    """
    equipements = _equipements(fusion, acteur)
    combien = _dossiers(equipements)
    droits = _droits(fusion, acteur.jour)
    return [
        Passage(
            e,
            e.gestionnaire,
            combien.get(e.pk, 0),
            [d for d in droits if _couvre(d, e)],
            _refus(e, fusion, acteur),
        )
        for e in equipements
    ]


@transaction.atomic
def fusionner(fusion: Fusion, *, acteur: Acteur) -> list[TransfertEquipement]:
    """Move all of them, or none; return the transfers. Again, there is nothing left to move.

    Raises what ``transferts.transferer`` raises, ActionRefusee, DemandeInvalide.
    """
    equipements = _equipements(fusion, acteur)
    droits = _droits(fusion, acteur.jour) if fusion.reconduire else []
    if fusion.reconduire and fusion.le > acteur.jour:
        raise DemandeInvalide(
            "reconduire", "Les droits ne se reconduisent que si le transfert se fait aujourd’hui."
        )
    faits = [
        transferer(e.pk, vers_id=fusion.vers_id, le=fusion.le, motif=fusion.motif, acteur=acteur)
        for e in equipements
    ]
    _reconduire(fusion, droits, equipements, acteur)
    return faits


def _equipements(fusion: Fusion, acteur: Acteur) -> list[Equipement]:
    if fusion.caf_id not in acteur.cafs_comme([Fonction.RESPONSABLE_HABILITATIONS]):
        raise interdit("Seul le responsable des habilitations de la Caf décide d’une fusion.")
    exiger_motif(fusion.motif, "Indiquez le motif de la fusion.")
    siens = Equipement.objects.filter(caf=fusion.caf_id, gestionnaire__in=fusion.de)
    # In one order, whoever merges what: two of them never wait for each other.
    trouves = list(siens.select_related("gestionnaire", "caf").order_by("pk"))
    if not trouves:
        raise impossible("Ces partenaires n’ont plus d’équipement auprès de votre Caf.")
    return trouves


def _refus(equipement: Equipement, fusion: Fusion, acteur: Acteur) -> str:
    """Why this one could not pass: it is done, then undone."""
    try:
        with transaction.atomic():
            transferer(
                equipement.pk,
                vers_id=fusion.vers_id,
                le=fusion.le,
                motif=fusion.motif,
                acteur=acteur,
            )
            transaction.set_rollback(True)
    except (ActionRefusee, DemandeInvalide) as refus:
        return str(refus)
    return ""


def _dossiers(equipements: Iterable[Equipement]) -> dict[int, int]:
    comptes = (
        Dossier.objects.filter(equipement__in=[e.pk for e in equipements])
        .order_by()
        .values_list("equipement")
        .annotate(Count("pk"))
    )
    return {pk: combien for pk, combien in comptes if pk is not None}


def _droits(fusion: Fusion, jour: date) -> list[Habilitation]:
    """Rights on declarations that hold that day at the partners who merge."""
    siens = Habilitation.objects.filter(
        caf=fusion.caf_id, gestionnaire__in=fusion.de, role__in=ROLES_DECLARATION
    )
    return list(droits_verifies(siens, jour))


def _couvre(droit: Habilitation, equipement: Equipement) -> bool:
    chez_lui = droit.gestionnaire_id == equipement.gestionnaire_id
    return chez_lui and (droit.tous_equipements or equipement in droit.equipements.all())


def _reconduire(
    fusion: Fusion,
    droits: Collection[Habilitation],
    equipements: Collection[Equipement],
    acteur: Acteur,
) -> None:
    """The same roles, on the équipements that moved, at their new gestionnaire; one e-mail each."""
    par_personne: dict[int, list[Habilitation]] = {}
    for droit in droits:
        par_personne.setdefault(droit.utilisateur_id, []).append(droit)
    for siens in par_personne.values():
        qui = siens[0].utilisateur
        roles: dict[str, set[int]] = {}
        for droit in siens:
            couverts = {e.pk for e in equipements if _couvre(droit, e)}
            if couverts:
                roles.setdefault(droit.role, set()).update(couverts)
        if roles:
            accorder_plusieurs(
                Invite(qui.email, qui.prenom, qui.nom),
                [Voulu(role, frozenset(ids), acteur.jour) for role, ids in roles.items()],
                caf_id=fusion.caf_id,
                gestionnaire_id=fusion.vers_id,
                acteur=acteur,
            )
