"""A gestionnaire des habilitations reads on their first page what is missing there."""

import pytest
from django.urls import reverse

from habilitations.models import Role
from habilitations.presentation.gestion import a_gerer
from habilitations.services.suites import retirer_droit
from tests.habilitations.services.actes import MOTIF, delegue
from tests.monde import Monde, acteur, habiliter, personne
from tests.relances.views.pages import connecte

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


def test_les_roles_vacants_et_un_second_gestionnaire(monde: Monde) -> None:
    _, qui = delegue(monde)
    [lu] = a_gerer(qui)
    assert (lu.manques, lu.seul) == ([], True)
    droit = monde.passerelles.approbateur.habilitations.get()
    retirer_droit(droit.pk, motif=MOTIF, acteur=qui)
    page = connecte(qui.utilisateur).get(reverse("accueil:a_faire")).content.decode()
    assert "Espace de rencontre Les Passerelles : approbateur" in page
    assert "Vous êtes seul à gérer les droits" in page
    second = personne("second")
    gestionnaire = monde.passerelles.gestionnaire
    habiliter(second, gestionnaire, monde.caf, Role.GESTIONNAIRE_HABILITATIONS)
    habiliter(second, gestionnaire, monde.caf, Role.APPROBATEUR)
    assert a_gerer(acteur(qui.utilisateur)) == []
    assert a_gerer(acteur(monde.passerelles.activite)) == []
