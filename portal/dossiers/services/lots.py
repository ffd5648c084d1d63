"""One act on several files of one kind: each in its own transaction, with what became of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist

from habilitations.permissions import Acteur
from portal.dossiers.models import Dossier
from portal.socle.refus import ActionRefusee, DemandeInvalide

LOT_MAX = 100


@dataclass(frozen=True)
class Resultat:
    """What became of one file: done, now or by the click before, or why not, in words."""

    dossier_id: int
    libelle: str
    fait: bool
    message: str = ""


def traiter_lot(
    dossiers: Iterable[Dossier],
    service: Callable[..., Any],
    est_une_redite: Callable[..., bool],
    *,
    acteur: Acteur,
    **arguments: Any,
) -> list[Resultat]:
    """Do the same act on each file, in order; a refusal on one stops none of the others.

    ``dossiers`` are already those that this person may see. At most LOT_MAX are handled.
    ``est_une_redite`` is that of their kind: it tells a second click from a refusal.
    """

    def traiter(dossier: Dossier) -> Resultat:
        libelle, motif = str(dossier), arguments.get("motif", "")
        try:
            service(dossier.pk, acteur=acteur, **arguments)
        except ActionRefusee as refus:
            deja = est_une_redite(dossier.pk, refus, acteur=acteur, motif=motif)
            return Resultat(dossier.pk, libelle, deja, "" if deja else str(refus))
        except DemandeInvalide as refus:
            return Resultat(dossier.pk, libelle, False, str(refus))
        except ObjectDoesNotExist:
            return Resultat(
                dossier.pk, libelle, False, "Ce dossier n’est plus dans votre périmètre."
            )
        return Resultat(dossier.pk, libelle, True)

    return [traiter(dossier) for dossier in list(dossiers)[:LOT_MAX]]
