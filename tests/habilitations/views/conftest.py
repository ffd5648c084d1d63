"""An adhesion, and the people of its pages."""

import pytest
from django.test import Client

from habilitations.models import Adhesion, Role, Utilisateur
from habilitations.services.delegations import Portee, accorder_delegation
from tests.habilitations.services.actes import chez
from tests.habilitations.views.partenaires import visite
from tests.monde import JOUR, Monde, acteur, amender, habiliter, personne


@pytest.fixture
def base(monde: Monde) -> Adhesion:
    return Adhesion.objects.get(gestionnaire=monde.passerelles.gestionnaire)


@pytest.fixture
def rose(monde: Monde) -> Client:
    return visite(monde.responsable)


@pytest.fixture
def gerante(monde: Monde, base: Adhesion) -> Utilisateur:
    """The partner's gestionnaire des habilitations, under a delegation of the three roles."""
    amender(Adhesion.objects.filter(pk=base.pk), mode="delegue")
    elle = personne("gerante", "Gaëlle", "Gérante")
    la = monde.passerelles.gestionnaire
    habiliter(elle, la, monde.caf, Role.GESTIONNAIRE_HABILITATIONS)
    roles = frozenset({Role.FOURNISSEUR_ACTIVITE, Role.FOURNISSEUR_FINANCES, Role.APPROBATEUR})
    accorder_delegation(Portee(roles, None, JOUR), **chez(monde), acteur=acteur(monde.responsable))
    return elle
