"""``manage.py estimer FICHIER``: estimate one subsidy or many, outside any declaration."""

from subventions.management.par_demande import CommandeParDemande
from subventions.services.demandes import Guichet


class Command(CommandeParDemande):
    help = (
        "Estime des subventions : lit un objet JSON ou une liste (format de "
        "tests/cas/estimations.json) et le rend avec statut, montant et étapes. "
        "Rend 2 si une demande est invalide ; toutes les autres sont calculées."
    )
    repondant = Guichet
