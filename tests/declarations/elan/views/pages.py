"""The pages of ELAN for a project."""

from typing import Any

from django.urls import reverse

from declarations.regles.grille import LigneGrille
from habilitations.models import Equipement, Notification
from tests.declarations.clas import ANNEE, COLLECTIFS, saisie_elan
from tests.monde import JOUR, MAINTENANT, Monde

LIGNES = tuple(LigneGrille(f"c{rang}", nom) for rang, nom in enumerate(COLLECTIFS, start=1))


def saisie(projet: Equipement) -> str:
    return reverse("declarations:elan_saisie", args=[projet.pk, ANNEE])


def formulaire(revision: int = 0, **changements: Any) -> dict[str, Any]:
    """What the form sends: both collectifs, named, and the accounts."""
    noms = {f"libelle.c{rang}": nom for rang, nom in enumerate(COLLECTIFS, start=1)}
    return {"revision": revision, "ligne": ["c1", "c2"], **noms, **saisie_elan(), **changements}


LISTE = reverse("declarations:elan")


def lecture(projet: Equipement) -> str:
    return reverse("declarations:elan_lecture", args=[projet.pk, ANNEE])


def notifier(monde: Monde, projet: Equipement) -> None:
    Notification.objects.create(
        equipement=projet,
        annee=ANNEE,
        collectifs=2,
        reference="N-2024-12",
        notifiee_le=JOUR,
        inscrite_par=monde.conseiller,
        inscrite_le=MAINTENANT,
    )
