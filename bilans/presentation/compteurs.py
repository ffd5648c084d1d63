"""Figures of an adviser's day about bilans, each with the list behind it."""

from urllib.parse import urlencode

from django.urls import reverse

from bilans.echeances import avec_limite, est_en_retard
from bilans.models import Bilan
from bilans.regles.etats import AVANT_ENVOI, Etat
from declarations.presentation.suivi import a_un_portefeuille
from habilitations.permissions import Acteur
from portal.socle.composants import Compteur
from portal.socle.denombrement import compter_au_plus


def compteurs(acteur: Acteur) -> list[Compteur]:
    """What waits for the Caf and what partners are late with, if there are bilans.

    Four queries, none of which counts further than people read.
    """
    bilans = Bilan.objects.visibles_comme_agent(acteur)
    if a_un_portefeuille(acteur):
        bilans = bilans.du_portefeuille(acteur)
    if not bilans.exists():
        return []
    en_retard = avec_limite(bilans).filter(est_en_retard(acteur.jour))
    chiffres = (
        ("Bilans à valider", bilans.filter(etat=Etat.TRANSMIS), {"etat": Etat.TRANSMIS}),
        (
            "Compléments en retard",
            en_retard.filter(etat=Etat.A_COMPLETER),
            {"suivi": "complements_en_retard"},
        ),
        (
            "Bilans non transmis après l’échéance",
            en_retard.filter(etat__in=AVANT_ENVOI),
            {"suivi": "retard"},
        ),
    )
    return [Compteur(dit, compter_au_plus(lus), _file(**filtres)) for dit, lus, filtres in chiffres]


def _file(**filtres: str) -> str:
    return f"{reverse('bilans:file')}?{urlencode(filtres)}"
