"""An équipement of the demonstration: its people, its story, how far things have come."""

from dataclasses import dataclass
from datetime import date, datetime

from habilitations.models import Equipement, Gestionnaire, Utilisateur
from habilitations.permissions import Acteur
from portal.accueil.demo.recits import Recit

Equipe = dict[str, Utilisateur]


@dataclass(frozen=True)
class Depart:
    """The équipement passes to another partner on a day, by decision of an agent of the Caf."""

    le: date
    vers: Gestionnaire
    equipe: Equipe
    par: Utilisateur
    motif: str


@dataclass
class Terrain:
    """``equipe``: who acts for each role. ``notifies``: collectifs financed, by exercice."""

    equipement: Equipement
    equipe: Equipe
    conseiller: Utilisateur
    recit: Recit
    etapes: dict[str, str]
    acteurs: dict[int, Acteur]
    notifies: dict[int, int]
    elan: int | None = None
    depart: Depart | None = None

    def acteur(self, personne: Utilisateur, quand: datetime) -> Acteur:
        """The person at a moment. Nobody's rights change in the story: they are read once."""
        acteur = self.acteurs.setdefault(personne.pk, Acteur(personne, quand))
        acteur.maintenant = quand
        return acteur
