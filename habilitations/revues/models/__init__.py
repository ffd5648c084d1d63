from habilitations.revues.models.revues import LigneRevue, Reponse, Revue, RevuePartenaire
from habilitations.revues.models.sommeils import Sommeil
from habilitations.revues.models.vagues import Vague

__all__ = ["LigneRevue", "Reponse", "Revue", "RevuePartenaire", "Sommeil", "Vague"]
