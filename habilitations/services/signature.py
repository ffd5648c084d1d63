"""Putting the signature of a Caf under a right or a delegation: the only place that does.

Granting, the demonstration, the set of measures and the tests all call it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from habilitations.models import Delegation, Habilitation, Utilisateur
from habilitations.regles.contenus import FORME
from habilitations.regles.verdicts import alteration
from habilitations.services.cles import Plume, plume
from habilitations.verification import (
    contenu_de_la_delegation,
    contenu_du_droit,
    lire_droit,
    motif_de_signature,
)

LOT = 500
# What a signature writes of a row.
CHAMPS = ("signee_par", "signee_le", "cle", "forme", "signature")


def signer(
    acte: Habilitation | Delegation,
    avec: Plume,
    *,
    par: Utilisateur,
    le: datetime,
    equipements: Collection[int] | None = None,
) -> None:
    """Sign a right or a delegation as it stands in memory; the caller saves it.

    ``par`` answers for it at the Caf. ``equipements``: ids that it will cover once kept; without
    them, those that its rows say.
    """
    acte.signee_par_id, acte.signee_le = par.pk, le
    acte.cle, acte.forme = avec.cle, FORME
    ids = None if equipements is None else frozenset(equipements)
    contenu = (
        contenu_du_droit(acte, ids)
        if isinstance(acte, Habilitation)
        else contenu_de_la_delegation(acte, ids)
    )
    acte.signature = avec.privee.sign(contenu.octets()).hex()


def modifier(acte: Habilitation | Delegation, le: datetime, **champs: Any) -> None:
    """Change fields of a row kept and sign it again, if it was still what its Caf signed.

    What was altered is changed and left unsigned: no act of the Caf makes a forged right genuine.
    Raises ActionRefusee when the Caf has no key.
    """
    intact, par = est_intact(acte), acte.signee_par
    for champ, valeur in champs.items():
        setattr(acte, champ, valeur)
    ecrits = list(champs)
    if intact and par:
        signer(acte, plume(acte.caf, le), par=par, le=le)
        ecrits += CHAMPS
    acte.save(update_fields=ecrits)


def modifier_plusieurs(
    droits: Sequence[Habilitation], le: datetime, *, intacts_seuls: bool = False, **champs: Any
) -> list[Habilitation]:
    """Change the same fields of many rights of one Caf, as ``modifier`` does of one; return them.

    ``intacts_seuls`` leaves aside those that were altered. The key is asked for once, rows are
    written by lots. Raises ActionRefusee when the Caf has no key.
    """
    intacts = {d.pk for d in droits if d.signee_par and est_intact(d)}
    vises = [d for d in droits if d.pk in intacts] if intacts_seuls else list(droits)
    if not vises:
        return []
    avec = plume(vises[0].caf, le) if intacts else None
    for droit in vises:
        for champ, valeur in champs.items():
            setattr(droit, champ, valeur)
        if avec and droit.pk in intacts and droit.signee_par:
            signer(droit, avec, par=droit.signee_par, le=le)
    Habilitation.objects.bulk_update(vises, [*champs, *CHAMPS], batch_size=LOT)
    return vises


def est_intact(acte: Habilitation | Delegation) -> bool:
    """Tell whether it is still what its Caf signed."""
    if isinstance(acte, Habilitation):
        return alteration(lire_droit(acte)) is None
    return motif_de_signature(acte) is None
