"""A completion asked for: who is awaited, in lists and on the page of the bilan."""

import pytest
from django.test import Client
from django.urls import reverse

from bilans.models import Bilan
from bilans.presentation.a_faire import a_faire, tache_de
from tests.bilans.bilans import bilan_clas
from tests.bilans.remplir import jusqu_a
from tests.bilans.services.test_complements import DONNEES, MOTIF, demander
from tests.monde import Monde, acteur

pytestmark = pytest.mark.django_db


@pytest.fixture
def bilan(monde: Monde) -> Bilan:
    return jusqu_a(bilan_clas(monde), monde, "transmis", DONNEES)


@pytest.mark.parametrize("options", [{}, {"tout": True}])
def test_qui_repond_est_attendu_tant_que_rien_n_est_complete(
    monde: Monde, bilan: Bilan, options: dict[str, bool]
) -> None:
    """Nothing misses of a bilan that was sent: it is awaited all the same."""
    demander(bilan, monde.conseiller, **options)
    repond, emet = monde.passerelles.activite, monde.passerelles.approbateur
    bilan.refresh_from_db()
    assert tache_de(bilan, acteur(repond)) == "repondre"
    assert tache_de(bilan, acteur(emet)) == ""
    bilan.feuille.donnees["coordination"] = "oui"
    assert tache_de(bilan, acteur(repond)) == "repondre"  # it brings another question
    bilan.feuille.donnees["coordination_heures"] = "12"
    assert tache_de(bilan, acteur(repond)) == ""
    assert tache_de(bilan, acteur(emet)) == "transmettre"


def test_ce_qui_est_attendu_se_lit(monde: Monde, bilan: Bilan, client: Client) -> None:
    demander(bilan, monde.conseiller)
    (attendu,) = a_faire(acteur(monde.passerelles.activite))
    assert (attendu.titre, attendu.libelle) == ("Compléter les réponses du bilan", "Compléter")
    assert not a_faire(acteur(monde.passerelles.approbateur))
    page = reverse("bilans:bilan", args=[bilan.pk])
    client.force_login(monde.passerelles.activite)
    lu = " ".join(client.get(page).content.decode().split())
    assert "Compléter le bilan" in lu
    assert MOTIF in lu
    assert "Rien n’est attendu de vous" not in lu
    client.force_login(monde.passerelles.approbateur)
    lu = " ".join(client.get(page).content.decode().split())
    assert "La suite revient à Alice Activité." in lu
