"""Figures of an adviser's day, each with the list behind it."""

from django.http import QueryDict
from django.urls import reverse

from declarations.echeances import avec_limite, est_en_retard
from declarations.models import Declaration
from declarations.presentation.suivi import (
    CORRECTIONS_EN_RETARD,
    NON_TRANSMISES,
    declarations_suivies,
)
from declarations.regles import etats
from declarations.regles.etats import Etat
from habilitations.permissions import Acteur
from portal.socle.composants import Compteur
from portal.socle.denombrement import compter_au_plus


def compteurs(acteur: Acteur) -> list[Compteur]:
    """What waits for the adviser, and what partners are late with.

    Three queries, none of which counts further than people read.
    """
    suivies = declarations_suivies(acteur)
    en_retard = avec_limite(suivies).filter(est_en_retard(acteur.jour))
    chiffres = (
        ("À instruire", suivies.filter(etat=Etat.TRANSMISE), {"etat": Etat.TRANSMISE}),
        (
            "Corrections en retard",
            en_retard.filter(version_en_vigueur__isnull=False),
            {"retard": CORRECTIONS_EN_RETARD},
        ),
        (
            "Non transmises après l’échéance",
            en_retard.filter(version_en_vigueur=None),
            {"retard": NON_TRANSMISES},
        ),
    )
    return [
        Compteur(dit, compter_au_plus(lues), _file(**filtres)) for dit, lues, filtres in chiffres
    ]


def plus_anciennes(acteur: Acteur, combien: int) -> list[Declaration]:
    """The declarations the Caf has had for longest, ready to be described."""
    return list(
        declarations_suivies(acteur)
        .filter(etat__in=etats.CHEZ_LA_CAF)
        .pour_liste()
        .order_by("etat_depuis", "pk")[:combien]
    )


def _file(**filtres: str) -> str:
    parametres = QueryDict(mutable=True)
    parametres.update(filtres)
    return f"{reverse('declarations:file')}?{parametres.urlencode()}"
