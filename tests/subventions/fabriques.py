"""Rows that the tests of barèmes and computations start from."""

from contextlib import AbstractContextManager
from datetime import date

import pgtrigger

from habilitations.models import (
    AffectationAgent,
    Caf,
    Equipement,
    Fonction,
    Gestionnaire,
    Utilisateur,
)
from subventions.models import LigneBareme


def caf(code="73", nom="Caf de la Savoie"):
    return Caf.objects.get_or_create(code=code, defaults={"nom": nom})[0]


def gestionnaire(siret="73282932000074"):
    return Gestionnaire.objects.get_or_create(
        siret=siret, defaults={"nom": "Passerelles", "nature": "association"}
    )[0]


def equipement(caf_, gestionnaire_):
    return Equipement.objects.create(
        caf=caf_,
        gestionnaire=gestionnaire_,
        dispositif="er",
        nom="La Passerelle",
        organisation="mono_lieu",
    )


def conseiller(caf_, email="conseiller@test.example"):
    personne = Utilisateur.objects.create_user(email, prenom="Anne", nom="Lefort")
    AffectationAgent.objects.create(
        utilisateur=personne,
        caf=caf_,
        fonction=Fonction.GESTIONNAIRE_CONSEIL,
        du=date(2024, 1, 1),
    )
    return personne


def ligne(**champs):
    """A valid line, not saved: the rate of ER from 2023."""
    valeurs = {
        "dispositif": "er",
        "parametre": "taux",
        "valeur": "0.60",
        "debut": 2023,
        "source": "Barème publié",
        "marque": "P",
        **champs,
    }
    return LigneBareme(**valeurs)


def sans_garde() -> AbstractContextManager[None]:
    """Where a value published is rewritten all the same, to see that nothing frozen follows it."""
    return pgtrigger.ignore("subventions.LigneBareme:bareme_publie_fige")
