"""Many rights changed at once by the portal: signed anew with one key, told in one go."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from habilitations.models import Habilitation, Utilisateur
from habilitations.services.signature import modifier_plusieurs
from portal.socle import journal


def verrouiller(ids: Sequence[int]) -> list[Habilitation]:
    """Lock these rights in order, with all that signing them asks for; those withdrawn are left."""
    droits = Habilitation.objects.a_verifier().select_related("signee_par")
    verrou = droits.filter(pk__in=ids, retiree_le__isnull=True).order_by("pk")
    return list(verrou.select_for_update(of=("self",), no_key=True))


def suspendre(
    droits: Sequence[Habilitation], *, motif: str, maintenant: datetime
) -> list[Habilitation]:
    """Suspend rights locked by ``verrouiller``; those suspended already are left as they are."""
    vises = [d for d in droits if d.suspendue_le is None]
    modifier_plusieurs(vises, maintenant, suspendue_le=maintenant, suspendue_motif=motif)
    _raconter("droit.suspendu", vises, None, motif, maintenant)
    return vises


def reprendre(
    droits: Sequence[Habilitation], *, par: Utilisateur, maintenant: datetime
) -> list[Habilitation]:
    """Give back suspended rights that are still what their Caf signed."""
    vises = [d for d in droits if d.suspendue_le]
    rendus = modifier_plusieurs(
        vises, maintenant, intacts_seuls=True, suspendue_le=None, suspendue_motif=""
    )
    _raconter("droit.repris", rendus, par, "", maintenant)
    return rendus


def retirer(
    droits: Sequence[Habilitation],
    *,
    motif: str,
    maintenant: datetime,
    par: Utilisateur | None = None,
) -> list[Habilitation]:
    """Withdraw rights for good; ``par``: None, the portal."""
    modifier_plusieurs(droits, maintenant, retiree_le=maintenant, retiree_motif=motif)
    _raconter("droit.retire", droits, par, motif, maintenant)
    return list(droits)


def borner(
    droits: Sequence[Habilitation], au: Any, *, motif: str, par: Utilisateur, maintenant: datetime
) -> list[Habilitation]:
    """Give rights a last day."""
    modifier_plusieurs(droits, maintenant, au=au)
    _raconter("droit.borne", droits, par, motif, maintenant, au=au.isoformat())
    return list(droits)


def _raconter(
    action: str,
    droits: Sequence[Habilitation],
    par: Utilisateur | None,
    motif: str,
    maintenant: datetime,
    **details: object,
) -> None:
    journal.ecrire_plusieurs(
        [
            journal.Fait(
                action=action,
                auteur=par,
                objet=droit,
                gestionnaire_id=droit.gestionnaire_id,
                caf_id=droit.caf_id,
                motif=motif,
                details={
                    "reference": str(droit.reference),
                    "personne": droit.utilisateur_id,
                    "role": str(droit.role),
                    "signature": hashlib.sha256(droit.signature.encode()).hexdigest(),
                    **details,
                },
                le=maintenant,
            )
            for droit in droits
        ]
    )
