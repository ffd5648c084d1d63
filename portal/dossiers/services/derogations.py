"""Dérogations: a file that may be typed and sent once more after its window (DOMAINE §3.2)."""

from datetime import date, datetime, timedelta
from typing import Any, Protocol

from django.conf import settings

from habilitations.permissions import Acteur
from portal.dossiers.models import Derogation, Dossier
from portal.dossiers.regles.echeances import Fenetre
from portal.socle.formats import date_fr
from portal.socle.motifs import exiger_motif
from portal.socle.refus import DemandeInvalide
from portal.socle.requetes_ecrites import RequeteEcrite, rattacher

SANS_MOTIF = "Indiquez pourquoi cette dérogation est accordée."
RETRAIT_SANS_MOTIF = "Indiquez pourquoi cette dérogation est retirée."
DEJA_PASSEE = "La date de fin de la dérogation est déjà passée."
_DEROGATIONS = RequeteEcrite(lambda pk: Derogation.objects.filter(dossier=pk))


class Verrouille(Protocol):
    """A file locked for one act, of any kind."""

    acteur: Acteur

    @property
    def jour(self) -> date: ...

    @property
    def maintenant(self) -> datetime: ...

    def exiger(self, action: str) -> Any: ...

    def accomplir(self, action: str, situation: Any, motif: str, *, expire_le: str) -> None: ...


def rattacher_les_derogations(dossier: Dossier) -> None:
    """Read those of a file of any kind and keep them with it: its deadline depends on them."""
    rattacher(dossier, "derogations", _DEROGATIONS.lire(dossier.pk))


def lire_motif(motif: str) -> str:
    """Return the reason of a dérogation, before any file is opened. Raises DemandeInvalide."""
    return exiger_motif(motif, SANS_MOTIF)


def lire_motif_du_retrait(motif: str) -> str:
    """Return the reason for which one is taken back. Raises DemandeInvalide."""
    return exiger_motif(motif, RETRAIT_SANS_MOTIF)


def dernier_jour(fenetre: Fenetre, jour: date) -> date:
    """The last day that a dérogation may give: DEROGATION_JOURS after the entry, or after today."""
    return max(fenetre.ferme_le, jour) + timedelta(days=settings.DEROGATION_JOURS)


def accorder(
    verrouille: Verrouille,
    dossier: Dossier,
    *,
    action: str,
    motif: str,
    expire_le: date,
    fenetre: Fenetre,
) -> Derogation:
    """Let a first sending of a locked file happen until the end of ``expire_le``.

    After the window or before it; the reason was read by the caller (``lire_motif``). Raises
    ActionRefusee, DemandeInvalide (expiry already past, too far, or within an open window, which it
    would not lengthen). A second click grants nothing more.
    """
    situation = verrouille.exiger(action)
    if expire_le < verrouille.jour:
        raise DemandeInvalide("expire_le", DEJA_PASSEE)
    if fenetre.est_ouverte(verrouille.jour) and expire_le <= fenetre.ferme_le:
        ferme = date_fr(fenetre.ferme_le)
        raise DemandeInvalide("expire_le", f"La saisie est déjà ouverte jusqu’au {ferme}.")
    if expire_le > (limite := dernier_jour(fenetre, verrouille.jour)):
        raise DemandeInvalide("expire_le", f"Au plus tard le {date_fr(limite)}.")
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


def retirer(verrouille: Verrouille, dossier: Dossier, *, action: str, motif: str) -> int:
    """Take back the dérogations in force on a locked file; return how many. They stay in history.

    The reason was read by the caller. Raises ActionRefusee.
    """
    situation = verrouille.exiger(action)
    en_cours = Derogation.objects.actives(verrouille.jour).filter(dossier=dossier.pk)
    fins = list(en_cours.values_list("expire_le", flat=True))
    retirees = en_cours.update(
        retiree_le=verrouille.maintenant,
        retiree_par=verrouille.acteur.utilisateur,
        retiree_motif=motif,
    )
    if retirees:
        verrouille.accomplir(action, situation, motif, expire_le=max(fins).isoformat())
    return retirees
