"""``manage.py acomptes FICHIER``: acomptes, solde and indu of one file or many, as plain data."""

from subventions.management.par_demande import CommandeParDemande
from subventions.services.echeanciers import Echeanciers


class Command(CommandeParDemande):
    help = (
        "Établit acomptes, solde et indu : lit un objet JSON ou une liste (format de "
        "tests/cas/acomptes.json) et le rend avec statut, acomptes, solde, indu et étapes. "
        "Rend 2 si une demande est invalide ; toutes les autres sont calculées."
    )
    repondant = Echeanciers
