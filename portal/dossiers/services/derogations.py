"""Dérogations: a file that may be typed and sent once more after its window (DOMAINE §3.2)."""

from datetime import date, datetime
from typing import Any, Protocol

from habilitations.permissions import Acteur
from portal.dossiers.models import Derogation, Dossier
from portal.socle.motifs import exiger_motif
from portal.socle.refus import DemandeInvalide

SANS_MOTIF = "Indiquez pourquoi cette dérogation est accordée."
DEJA_PASSEE = "La date de fin de la dérogation est déjà passée."


class Verrouille(Protocol):
    """A file locked for one act, of any kind."""

    acteur: Acteur

    @property
    def jour(self) -> date: ...

    @property
    def maintenant(self) -> datetime: ...

    def exiger(self, action: str) -> Any: ...

    def accomplir(self, action: str, situation: Any, motif: str, *, expire_le: str) -> None: ...


def lire_motif(motif: str) -> str:
    """Return the reason of a dérogation, before any file is opened. Raises DemandeInvalide."""
    return exiger_motif(motif, SANS_MOTIF)


def accorder(
    verrouille: Verrouille, dossier: Dossier, *, action: str, motif: str, expire_le: date
) -> Derogation:
    """Let a first sending of a locked file happen until the end of ``expire_le``.

    After the window or before it; the reason was read by the caller (``lire_motif``). Raises
    ActionRefusee, DemandeInvalide (expiry already past). A second click grants nothing more.
    """
    situation = verrouille.exiger(action)
    if expire_le < verrouille.jour:
        raise DemandeInvalide("expire_le", DEJA_PASSEE)
    derogation, nouvelle = Derogation.objects.get_or_create(
        dossier=dossier,
        motif=motif,
        accordee_par=verrouille.acteur.utilisateur,
        expire_le=expire_le,
        defaults={"accordee_le": verrouille.maintenant},
    )
    if nouvelle:
        verrouille.accomplir(action, situation, motif, expire_le=expire_le.isoformat())
    return derogation
