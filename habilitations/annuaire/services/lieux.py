"""Lieux d'accueil: added, changed, closed, deleted while their équipement has no file."""

from datetime import date
from typing import Any

from django.db import transaction

from habilitations.annuaire.services.acces import exiger_tenu
from habilitations.annuaire.services.ecriture import exiger_a_jour, raconter, remplir
from habilitations.annuaire.services.usages import exiger_inutilise, usages
from habilitations.models import Dispositif, Equipement, Lieu
from habilitations.permissions import Acteur
from portal.socle.refus import impossible

CHAMPS = ("nom", "adresse", "ouvert_le", "ferme_le")
# What stands on an équipement without being a file: rows of these do not hold its lieux.
SANS_DOSSIER = frozenset(
    f"habilitations.{nom}"
    for nom in ("Lieu", "Convention", "Notification", "TransfertEquipement", "Habilitation")
) | {"habilitations.Delegation", "habilitations.EquipementDelegue"}


@transaction.atomic
def ajouter_lieu(
    equipement_id: int,
    *,
    nom: str,
    adresse: str,
    ouvert_le: date | None,
    ferme_le: date | None,
    acteur: Acteur,
) -> Lieu:
    """Add a lieu to an Espace de rencontre. Raises ActionRefusee, DemandeInvalide."""
    equipement = ouvrir_tenu(equipement_id, acteur)
    if equipement.dispositif != Dispositif.ER:
        raise impossible("Seul un Espace de rencontre a des lieux d’accueil.")
    lieu = Lieu(equipement=equipement)
    voulu = {"nom": nom.strip(), "adresse": adresse, "ouvert_le": ouvert_le, "ferme_le": ferme_le}
    changements = remplir(lieu, voulu)
    lieu.save(force_insert=True)
    _raconter("lieu.cree", lieu, acteur, changements=changements)
    return lieu


@transaction.atomic
def modifier_lieu(lieu_id: int, *, acteur: Acteur, depuis: str = "", **voulu: Any) -> Lieu:
    """Change a lieu, its opening and its closing; the same again changes nothing.

    Raises ActionRefusee, DemandeInvalide, Lieu.DoesNotExist.
    """
    lieu = _ouvrir(lieu_id, acteur)
    exiger_a_jour(lieu, CHAMPS, depuis)
    changements = remplir(lieu, {champ: voulu[champ] for champ in CHAMPS})
    if changements:
        lieu.save(update_fields=list(changements))
        _raconter("lieu.modifie", lieu, acteur, changements=changements)
    return lieu


@transaction.atomic
def supprimer_lieu(lieu_id: int, *, acteur: Acteur) -> None:
    """Delete a lieu of an équipement that has no file yet: rows of files name their lieux.

    Raises ActionRefusee, Lieu.DoesNotExist.
    """
    lieu = _ouvrir(lieu_id, acteur)
    comment = "Un lieu qui a servi se ferme à une date."
    exiger_inutilise(lieu, comment)
    if usages(lieu.equipement, sauf=SANS_DOSSIER):
        raise impossible(
            f"Cet équipement a déjà des déclarations, qui nomment ses lieux. {comment}"
        )
    _raconter("lieu.supprime", lieu, acteur)
    lieu.delete()


def ouvrir_tenu(equipement_id: int, acteur: Acteur) -> Equipement:
    """Lock an équipement for whoever keeps it. Raises ActionRefusee, Equipement.DoesNotExist."""
    equipement = Equipement.objects.select_for_update(no_key=True).get(pk=equipement_id)
    exiger_tenu(acteur, equipement)
    return equipement


def _ouvrir(lieu_id: int, acteur: Acteur) -> Lieu:
    """Lock the équipement of a lieu, then read the lieu again."""
    equipement_id = Lieu.objects.values_list("equipement", flat=True).get(pk=lieu_id)
    equipement = ouvrir_tenu(equipement_id, acteur)
    lieu = Lieu.objects.get(pk=lieu_id)
    lieu.equipement = equipement
    return lieu


def _raconter(action: str, lieu: Lieu, acteur: Acteur, **details: Any) -> None:
    """Told of the lieu, and shown with its équipement."""
    raconter(
        action,
        lieu,
        acteur,
        gestionnaire_id=lieu.equipement.gestionnaire_id,
        caf_id=lieu.equipement.caf_id,
        equipement=lieu.equipement_id,
        **details,
    )
