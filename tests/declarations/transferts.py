"""Deciding the transfer of an équipement."""

from datetime import date, timedelta
from typing import Any

from habilitations.models import Equipement, Gestionnaire
from portal.dossiers.services.transferts import transferer
from tests.monde import JOUR, Monde, acteur

HIER, DEMAIN = JOUR - timedelta(days=1), JOUR + timedelta(days=1)
MOTIF = "L’association Les Voisins reprend l’activité."


def decider(monde: Monde, le: date = JOUR, qui: Any = None, **champs: Any) -> Any:
    demande = {"vers_id": monde.voisins.gestionnaire.pk, "le": le, "motif": MOTIF}
    return transferer(monde.er.pk, **(demande | champs), acteur=acteur(qui or monde.responsable))


def gestionnaire(monde: Monde) -> Gestionnaire:
    return Equipement.objects.get(pk=monde.er.pk).gestionnaire
