"""Figures of an adviser's day about bilans, each with the list behind it."""

from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from bilans.echeances import avec_limite, est_en_retard
from bilans.models import Bilan
from bilans.regles.etats import AVANT_ENVOI, Etat
from declarations.presentation.suivi import a_un_portefeuille
from habilitations.permissions import Acteur
from portal.socle.composants import Compteur


def compteurs(acteur: Acteur) -> list[Compteur]:
    """What waits for the Caf and what partners are late with, if there are bilans; one query."""
    bilans = Bilan.objects.visibles_comme_agent(acteur)
    if a_un_portefeuille(acteur):
        bilans = bilans.du_portefeuille(acteur)
    retard = est_en_retard(acteur.jour)
    nombres = avec_limite(bilans).aggregate(
        tous=Count("pk"),
        a_valider=Count("pk", filter=Q(etat=Etat.TRANSMIS)),
        complements=Count("pk", filter=retard & Q(etat=Etat.A_COMPLETER)),
        non_transmis=Count("pk", filter=retard & Q(etat__in=AVANT_ENVOI)),
    )
    if not nombres["tous"]:
        return []
    return [
        Compteur("Bilans à valider", nombres["a_valider"], _file(etat=Etat.TRANSMIS)),
        Compteur(
            "Compléments en retard", nombres["complements"], _file(suivi="complements_en_retard")
        ),
        Compteur(
            "Bilans non transmis après l’échéance", nombres["non_transmis"], _file(suivi="retard")
        ),
    ]


def _file(**filtres: str) -> str:
    return f"{reverse('bilans:file')}?{urlencode(filtres)}"
