"""Figures of an adviser's day, each with the list behind it."""

from django.db.models import Count, Q
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


def compteurs(acteur: Acteur) -> list[Compteur]:
    """What waits for the adviser, and what partners are late with; one query."""
    retard = est_en_retard(acteur.jour)
    nombres = avec_limite(declarations_suivies(acteur)).aggregate(
        a_instruire=Count("pk", filter=Q(etat=Etat.TRANSMISE)),
        corrections=Count("pk", filter=retard & Q(version_en_vigueur__isnull=False)),
        non_transmises=Count("pk", filter=retard & Q(version_en_vigueur=None)),
    )
    return [
        Compteur("À instruire", nombres["a_instruire"], _file(etat=Etat.TRANSMISE)),
        Compteur(
            "Corrections en retard", nombres["corrections"], _file(retard=CORRECTIONS_EN_RETARD)
        ),
        Compteur(
            "Non transmises après l’échéance",
            nombres["non_transmises"],
            _file(retard=NON_TRANSMISES),
        ),
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
