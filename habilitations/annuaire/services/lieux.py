"""Lieux d'accueil: added, changed, closed, deleted while their équipement has no file."""

from datetime import date
from typing import Any

from django.db import transaction

from habilitations.annuaire.services.dependances import (
    dire,
    exiger,
    modifier,
    ouvrir,
    ouvrir_tenu,
    retenue_sans_dossier,
)
from habilitations.annuaire.services.ecriture import remplir
from habilitations.models import Dispositif, Lieu
from habilitations.permissions import Acteur
from portal.socle.refus import impossible

CHAMPS = ("nom", "adresse", "ouvert_le", "ferme_le")


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
    dire("lieu.cree", lieu, acteur, changements=changements)
    return lieu


@transaction.atomic
def modifier_lieu(lieu_id: int, *, acteur: Acteur, depuis: str = "", **voulu: Any) -> Lieu:
    """Change a lieu, its opening and its closing; the same again changes nothing.

    Raises ActionRefusee, DemandeInvalide, Lieu.DoesNotExist.
    """
    lieu = ouvrir(Lieu, lieu_id, acteur)
    return modifier(lieu, voulu, CHAMPS, action="lieu.modifie", depuis=depuis, acteur=acteur)


def retenue_du_lieu(lieu: Lieu) -> str:
    """Why a lieu is not deleted; empty when it may be."""
    return retenue_sans_dossier(
        lieu,
        "Un lieu qui a servi se ferme à une date.",
        "Cet équipement a déjà des déclarations, qui nomment ses lieux.",
    )


@transaction.atomic
def supprimer_lieu(lieu_id: int, *, acteur: Acteur) -> None:
    """Delete a lieu of an équipement that has no file yet: rows of files name their lieux.

    Raises ActionRefusee, Lieu.DoesNotExist.
    """
    lieu = ouvrir(Lieu, lieu_id, acteur)
    exiger(retenue_du_lieu(lieu))
    dire("lieu.supprime", lieu, acteur)
    lieu.delete()
