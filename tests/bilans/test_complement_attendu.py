"""A completion asked for: who is awaited, in lists and on the page of the bilan."""

from typing import Any

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
    assert "À compléter pour le" in lu
    assert "À corriger" not in lu
    assert "Rien n’est attendu de vous" not in lu
    client.force_login(monde.passerelles.approbateur)
    lu = " ".join(client.get(page).content.decode().split())
    assert "La suite revient à Alice Activité." in lu


@pytest.mark.parametrize(
    ("options", "section"),
    [({"questions": ["enfants_atteinte"]}, "qualitatif"), ({"tout": True}, "structure")],
)
def test_le_bouton_mene_a_ce_qui_est_a_completer(
    monde: Monde, bilan: Bilan, client: Client, options: dict[str, Any], section: str
) -> None:
    """Nothing misses anywhere: the button led back to the page it stands on."""
    demander(bilan, monde.conseiller, **options)
    client.force_login(monde.passerelles.activite)
    page = reverse("bilans:bilan", args=[bilan.pk])
    nommees = len(options.get("questions", ()))
    assert client.get(page).content.decode().count("À compléter</span>") == 2 + nommees
    suite = client.get(reverse("bilans:repondre", args=[bilan.pk])).headers["Location"]
    assert suite == reverse("bilans:section", args=[bilan.pk, section])
    panneau = client.get(suite).content.decode()
    assert ("À compléter, à la demande de la Caf" in panneau) is bool(nommees)
    assert ("Rien ne manque dans cette partie" in panneau) is not bool(nommees)


def test_on_transmet_aussi_ce_qui_reste_tel_quel(
    monde: Monde, bilan: Bilan, client: Client
) -> None:
    """A question named may keep its answer: who sends has the way to it, beside what is awaited."""
    page = reverse("bilans:bilan", args=[bilan.pk])
    envoi = reverse("bilans:transmission", args=[bilan.pk])
    client.force_login(monde.passerelles.approbateur)
    assert envoi not in client.get(page).content.decode()
    demander(bilan, monde.conseiller)
    assert envoi in client.get(page).content.decode()
    client.force_login(monde.passerelles.activite)
    assert envoi not in client.get(page).content.decode()
