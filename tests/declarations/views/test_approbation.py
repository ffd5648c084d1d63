"""What the approbateur reads before sending."""

import pytest
from django.test import Client
from django.urls import reverse

from declarations.regles.etats import Etat
from tests.declarations.clas import declaration_clas
from tests.declarations.remplir import TEXTE_JUSTIFICATION, jusqu_a
from tests.monde import Monde

pytestmark = pytest.mark.usefixtures("fige")


def test_une_justification_ecrite_pour_d_autres_chiffres_ne_vaut_plus(
    monde: Monde, client: Client
) -> None:
    """The Caf lowered its notification since: what was explained is to be explained again."""
    declaration = jusqu_a(declaration_clas(monde, notifies=2), monde, Etat.A_APPROUVER)
    adresse = reverse("declarations:approbation", args=[declaration.pk])
    client.force_login(monde.passerelles.approbateur)
    avant = client.get(adresse).content.decode()
    assert TEXTE_JUSTIFICATION in avant
    assert "À justifier" not in avant
    assert "pour 2 dans la notification" in avant

    declaration.equipement.notifications.update(collectifs=1)

    apres = client.get(adresse).content.decode()
    assert "La transmission n’est pas possible" in apres
    assert "À justifier" in apres
    assert "pour 1 dans la notification" in apres
    assert apres.count(TEXTE_JUSTIFICATION) == avant.count(TEXTE_JUSTIFICATION) - 1
