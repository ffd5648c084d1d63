"""A bilan sent, and answers of it edited by the Caf."""

from typing import Any

import pytest
from django.db.models import QuerySet

from bilans.models import Bilan
from bilans.services.modifications import modifier
from habilitations.models import Utilisateur
from portal.saisie.regles.envoi import Envoi
from portal.saisie.services.enregistrement import Enregistrement
from portal.socle.models import Courriel
from tests.bilans.bilans import bilan_clas
from tests.bilans.remplir import jusqu_a
from tests.monde import Monde, acteur

MOTIF = "Le nom de la structure est celui de ses statuts."
DONNEES = {"structure_type": "autre", "structure_type_autre": "Fondation", "coordination": "non"}


def bilan_transmis(monde: Monde) -> Bilan:
    return jusqu_a(bilan_clas(monde), monde, "transmis", DONNEES)


@pytest.fixture
def bilan(monde: Monde) -> Bilan:
    return bilan_transmis(monde)


def avis() -> QuerySet[Courriel]:
    """The e-mails about what the Caf edited."""
    return Courriel.objects.filter(objet__startswith="La Caf a modifié")


def corriger(
    bilan: Bilan, qui: Utilisateur, valeurs: dict[str, Any], revision: int = 1, **options: Any
) -> Enregistrement:
    envoi = Envoi(revision, valeurs, ecartees=options.pop("ecartees", {}))
    return modifier(bilan.pk, acteur=acteur(qui), envoi=envoi, motif=options.pop("motif", MOTIF))


def relu(bilan: Bilan) -> Bilan:
    return Bilan.objects.select_related("feuille").get(pk=bilan.pk)
