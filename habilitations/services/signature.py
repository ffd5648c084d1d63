"""Putting the signature of a Caf under a right, a delegation, an adhesion: nothing else does.

Granting, the demonstration, the set of measures and the tests all call it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from habilitations import messages
from habilitations.models import Adhesion, Delegation, Habilitation, Utilisateur
from habilitations.regles.contenus import FORME
from habilitations.regles.verdicts import alteration_propre
from habilitations.services.cles import Plume, plume
from habilitations.verification import ActeSigne, contenu_de, lire_droit, motif_de_signature
from portal.socle.refus import ActionRefusee, impossible

LOT = 500
# What a signature writes of a row.
CHAMPS = ("signee_par", "signee_le", "cle", "forme", "signature")


def signer(
    acte: ActeSigne,
    avec: Plume,
    *,
    par: Utilisateur,
    le: datetime,
    equipements: Collection[int] | None = None,
) -> None:
    """Sign an act as it stands in memory; the caller saves it.

    ``par`` answers for it at the Caf. ``equipements``: ids that it will cover once kept; without
    them, those that its rows say. An adhesion has its id already.
    """
    acte.signee_par_id, acte.signee_le = par.pk, le
    acte.cle, acte.forme = avec.cle, FORME
    ids = None if equipements is None else frozenset(equipements)
    acte.signature = avec.privee.sign(contenu_de(acte, ids).octets()).hex()


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


def modifier_adhesion(
    base: Adhesion, par: Utilisateur, le: datetime, *, retire: bool = False, **champs: Any
) -> None:
    """Change an adhesion and sign it, in the name of who does; one altered is refused.

    What only takes away (``retire``) waits for nothing: it is kept without a signature when the
    adhesion is not what was signed, or when its Caf has no key. Raises ActionRefusee.
    """
    avec: Plume | None = None
    try:
        exiger_intacte(base)
        avec = plume(base.caf, le)
    except ActionRefusee:
        if not retire:
            raise
    for champ, valeur in champs.items():
        setattr(base, champ, valeur)
    if avec:
        signer(base, avec, par=par, le=le)
    base.save(update_fields=[*champs, *(CHAMPS if avec else ())])


def exiger_intacte(base: Adhesion) -> None:
    """Raise ActionRefusee for an adhesion that is not what its Caf signed.

    One that was never complete bears no signature yet.
    """
    if base.complete_le is None and not base.est_signe:
        return
    if motif := motif_de_signature(base):
        raise impossible(
            f"{messages.phrase_de_l_adhesion(motif)} Vérifiez-la et signez-la de nouveau, sur la "
            "page du partenaire."
        )


def est_intact(acte: ActeSigne) -> bool:
    """Tell whether it is still what its Caf signed; of a right, whatever its adhesion became."""
    if isinstance(acte, Habilitation):
        return alteration_propre(lire_droit(acte)) is None
    return motif_de_signature(acte) is None
