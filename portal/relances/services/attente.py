"""The people who may be awaited, and whether one still is."""

from datetime import date, datetime, time

from django.utils import timezone

from habilitations.models import Utilisateur
from habilitations.permissions import Acteur
from portal.dossiers.attendus import Demande, dossiers_attendus


def comme_partenaire(utilisateur: Utilisateur, jour: date) -> Acteur:
    """The person with the rights put in by the caller, and no function: never as an agent."""
    acteur = Acteur(utilisateur, midi(jour))
    acteur.habilitations, acteur.affectations, acteur.portefeuilles = [], [], frozenset()
    return acteur


def est_attendu(utilisateur: Utilisateur, dossier: int, jour: date) -> bool:
    """Tell whether something is still missing on this person's part in a file."""
    acteur = Acteur(utilisateur, midi(jour))
    demande = Demande(jour, dossiers=[dossier])
    return any(d.attendu_de(acteur) for d in dossiers_attendus(demande))


def midi(jour: date) -> datetime:
    """A moment of a day, Europe/Paris, far from both its ends."""
    return timezone.make_aware(datetime.combine(jour, time(12)))
