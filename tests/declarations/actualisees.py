"""Asking for an actualisée in June, as an adviser does."""

from datetime import date, datetime

from declarations.models import Campagne
from declarations.regles.calendrier import Fenetre
from declarations.services.actualisees import (
    Cible,
    appeler_actualisees,
)
from tests.monde import PARIS, Monde, acteur

EN_JUIN = datetime(2026, 6, 20, 10, 0, tzinfo=PARIS)
A_ELLE = Fenetre(date(2026, 6, 1), date(2026, 6, 30), date(2026, 7, 15))


def campagne(monde: Monde, numero: int = 1, **champs: object) -> Campagne:
    """The actualisée of June of the calendar."""
    dates = {
        "annee": 2026,
        "ouvre_le": date(2026, 6, 15),
        "echeance_le": date(2026, 7, 10),
        "ferme_le": date(2026, 8, 9),
    }
    return Campagne.objects.create(
        caf=monde.caf, dispositif="er", nature="actualisee", numero=numero, **{**dates, **champs}
    )


def cible(monde: Monde, numero: int = 1, annee: int = 2026, **champs: object) -> Cible:
    return Cible(**{"caf": monde.caf, "dispositif": "er", **champs}, annee=annee, numero=numero)


def appeler(monde: Monde, *equipements: int, qui: object = None, **champs: object) -> list:
    quand = champs.pop("quand", EN_JUIN)
    return appeler_actualisees(
        champs.pop("cible", None) or cible(monde),
        equipements,
        acteur=acteur(qui or monde.conseiller, quand),
        **champs,
    )
