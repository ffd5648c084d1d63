"""Telling a second click on a declaration from a refusal."""

from declarations.models import Declaration
from declarations.regles.etats import ACTES
from habilitations.permissions import Acteur
from portal.dossiers.services.redites import est_la_derniere
from portal.socle.refus import ActionRefusee


def est_une_redite(
    declaration_id: int, refus: ActionRefusee, *, acteur: Acteur, motif: str = ""
) -> bool:
    """Tell whether the act refused is the last one of the file: same person, volet and reason."""
    verbe = ACTES[refus.action].verbe if refus.action else ""
    return bool(verbe) and est_la_derniere(
        Declaration(pk=declaration_id),
        f"declaration.{verbe}",
        acteur=acteur,
        motif=motif,
        volet=refus.partie,
    )
