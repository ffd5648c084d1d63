"""Notifications: how many collectifs the Caf finances in an exercice of a CLAS project."""

from datetime import date
from typing import Any

from django.db import transaction

from habilitations.models import Dispositif, Equipement, Notification
from habilitations.models.conventions import COLLECTIFS_MAX, NOTIFICATION_CLAS
from habilitations.permissions import Acteur
from habilitations.regles.exercices import (
    ANNEE_MAX,
    ANNEE_MIN,
    bornes_exercice,
    libelle_exercice,
)
from habilitations.services.fiches import exiger_texte, journaliser, ouvrir_suivi
from portal.socle.refus import DemandeInvalide, impossible


@transaction.atomic
def inscrire_notification(
    equipement_id: int,
    annee: int,
    *,
    collectifs: int,
    reference: str,
    notifiee_le: date,
    acteur: Acteur,
) -> Notification:
    """Write the notification of an exercice, or mend it; the same again changes nothing.

    ``annee`` is the year in which the exercice begins, ``collectifs`` their number (0 to 99).
    Declarations sent keep the number they were sent with. Raises ActionRefusee (not its
    adviser, not a CLAS project), DemandeInvalide (no COF for this exercice, number or date out of
    range).
    """
    equipement = ouvrir_suivi(equipement_id, acteur)
    if equipement.dispositif != Dispositif.CLAS:
        raise impossible(NOTIFICATION_CLAS)
    exiger_exercice_couvert(equipement, annee)
    voulu = _exiger_courrier(collectifs, reference, notifiee_le, acteur.jour)
    notification = equipement.notifications.filter(annee=annee).first()
    avant = _figures(notification)
    if notification and all(getattr(notification, c) == v for c, v in voulu.items()):
        return notification
    notification = notification or Notification(equipement=equipement, annee=annee)
    for champ, valeur in voulu.items():
        setattr(notification, champ, valeur)
    notification.inscrite_par, notification.inscrite_le = acteur.utilisateur, acteur.maintenant
    notification.full_clean()
    notification.save()
    journaliser(
        "equipement.notification",
        equipement,
        acteur,
        exercice=libelle_exercice(equipement.dispositif, annee),
        avant=avant,
        apres=_figures(notification),
    )
    return notification


def exiger_exercice_couvert(equipement: Equipement, annee: int) -> None:
    """Raise DemandeInvalide unless a COF covers at least one day of the exercice."""
    couvert = ANNEE_MIN <= annee <= ANNEE_MAX and equipement.conventions.couvrant(
        *bornes_exercice(equipement.dispositif, annee)
    )
    if not couvert:
        exercice = libelle_exercice(equipement.dispositif, annee)
        raise DemandeInvalide(
            "annee",
            f"Aucune convention d’objectifs et de financement ne couvre l’exercice {exercice}.",
        )


def _exiger_courrier(
    collectifs: int, reference: str, notifiee_le: date, jour: date
) -> dict[str, Any]:
    """What the letter says, field by field; DemandeInvalide when one of them cannot be."""
    if not 0 <= collectifs <= COLLECTIFS_MAX:
        raise DemandeInvalide(
            "collectifs", f"Le nombre de collectifs est compris entre 0 et {COLLECTIFS_MAX}."
        )
    if notifiee_le > jour:
        raise DemandeInvalide("notifiee_le", "La date du courrier est à venir.")
    return {
        "collectifs": collectifs,
        "reference": exiger_texte(reference, "reference", "Indiquez la référence du courrier."),
        "notifiee_le": notifiee_le,
    }


def _figures(notification: Notification | None) -> dict[str, Any] | None:
    """What the journal keeps of a notification; None when there was none."""
    if notification is None:
        return None
    return {
        "collectifs": notification.collectifs,
        "reference": notification.reference,
        "notifiee_le": notification.notifiee_le.isoformat(),
    }
