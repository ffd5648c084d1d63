"""One act on several files: each in its own transaction, with what became of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from declarations.models import Declaration
from declarations.services.redites import est_une_redite
from habilitations.permissions import Acteur
from portal.socle.refus import ActionRefusee, DemandeInvalide

LOT_MAX = 100


@dataclass(frozen=True)
class Resultat:
    """What became of one file: done, now or by the click before, or why not, in words."""

    declaration_id: int
    libelle: str
    fait: bool
    message: str = ""


def traiter_lot(
    declarations: Iterable[Declaration],
    service: Callable[..., Any],
    *,
    acteur: Acteur,
    **arguments: Any,
) -> list[Resultat]:
    """Do the same act on each file, in order; a refusal on one stops none of the others.

    ``declarations`` are already those that this person may see. At most LOT_MAX are handled.
    """
    return [
        _traiter(declaration, service, acteur, arguments)
        for declaration in list(declarations)[:LOT_MAX]
    ]


def _traiter(
    declaration: Declaration,
    service: Callable[..., Any],
    acteur: Acteur,
    arguments: dict[str, Any],
) -> Resultat:
    libelle = str(declaration)
    try:
        service(declaration.pk, acteur=acteur, **arguments)
    except ActionRefusee as refus:
        motif = arguments.get("motif", "")
        deja = est_une_redite(declaration.pk, refus, acteur=acteur, motif=motif)
        return Resultat(declaration.pk, libelle, deja, "" if deja else str(refus))
    except DemandeInvalide as refus:
        return Resultat(declaration.pk, libelle, False, str(refus))
    except Declaration.DoesNotExist:
        return Resultat(
            declaration.pk, libelle, False, "Ce dossier n’est plus dans votre périmètre."
        )
    return Resultat(declaration.pk, libelle, True)
