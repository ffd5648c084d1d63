"""What an adviser follows at first, and the words by which addresses ask for what is late."""

from declarations.models import Declaration
from declarations.models.declarations import DeclarationQuerySet
from habilitations.models import Fonction
from habilitations.permissions import Acteur

# Values of the « retard » filter, also used by the links of the home page.
EN_RETARD = "oui"
NON_TRANSMISES = "non_transmises"
CORRECTIONS_EN_RETARD = "corrections"
DEROGATIONS = "derogations"


def a_un_portefeuille(acteur: Acteur) -> bool:
    """Tell whether « my portfolio » means something for this agent."""
    return Fonction.GESTIONNAIRE_CONSEIL in acteur.fonctions and bool(acteur.portefeuilles)


def declarations_suivies(acteur: Acteur) -> DeclarationQuerySet:
    """What the queue shows at first: the portfolio, or the whole Caf for who holds none."""
    visibles = Declaration.objects.visibles_comme_agent(acteur)
    if a_un_portefeuille(acteur):
        return visibles.du_portefeuille(acteur)
    return visibles
