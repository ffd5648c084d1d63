"""Readings that are told: who opened a file that is not theirs to follow, who took a receipt."""

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Declaration, RepriseElan
from portal.socle.models import LectureSensible
from tests.declarations.remplir import jusqu_a
from tests.monde import Monde
from tests.objets_acces import projet_repris

pytestmark = pytest.mark.usefixtures("fige")


@pytest.fixture
def transmise(monde: Monde) -> Declaration:
    return jusqu_a(monde.declaration(), monde, "transmise")


def qui_est(monde: Monde, nom: str):
    objet: object = monde
    for partie in nom.split("."):
        objet = getattr(objet, partie)
    return objet


def ouvrir(client: Client, qui: object, declaration: Declaration, nom: str, *arguments: int) -> int:
    client.force_login(qui)
    return client.get(reverse(f"declarations:{nom}", args=[declaration.pk, *arguments])).status_code


@pytest.mark.parametrize("nom", ["hors_portefeuille", "ccd"])
def test_un_dossier_ouvert_hors_portefeuille_est_ecrit_une_fois(
    monde: Monde, client: Client, transmise: Declaration, nom: str
) -> None:
    agent = qui_est(monde, nom)
    assert ouvrir(client, agent, transmise, "dossier") == 200
    assert ouvrir(client, agent, transmise, "version", 1) == 200
    lecture = LectureSensible.objects.get()
    assert lecture.get_action_display() == "Dossier ouvert hors de son portefeuille"
    assert lecture.personne_id == agent.pk
    assert (lecture.objet_type, lecture.objet_id) == ("declarations.declaration", transmise.pk)
    assert (lecture.caf_id, lecture.gestionnaire_id) == (
        monde.caf.pk,
        transmise.gestionnaire_id,
    )


@pytest.mark.parametrize(
    "nom", ["conseiller", "remplacant", "passerelles.activite", "passerelles.approbateur"]
)
def test_qui_suit_le_dossier_ou_le_fait_n_est_pas_ecrit(
    monde: Monde, client: Client, transmise: Declaration, nom: str
) -> None:
    assert ouvrir(client, qui_est(monde, nom), transmise, "dossier") == 200
    assert not LectureSensible.objects.exists()


@pytest.mark.parametrize(
    ("nom", "ecrites"), [("hors_portefeuille", 1), ("ccd", 1), ("conseiller", 0)]
)
def test_l_exercice_lu_en_entier_hors_portefeuille_est_ecrit_aussi(
    monde: Monde, client: Client, transmise: Declaration, nom: str, ecrites: int
) -> None:
    """The figures are those of the file; what is not sent yet is not read."""
    monde.declaration("reelle", transmise.annee)
    client.force_login(qui_est(monde, nom))
    lieu = [transmise.equipement_id, transmise.annee]
    assert client.get(reverse("declarations:exercice", args=lieu)).status_code == 200
    lues = LectureSensible.objects.values_list("objet_type", "objet_id")
    assert list(lues) == [("declarations.declaration", transmise.pk)] * ecrites


@pytest.mark.parametrize(("nom", "ecrites"), [("hors_portefeuille", 1), ("conseiller", 0)])
def test_ce_qui_est_repris_d_elan_et_lu_hors_portefeuille_est_ecrit(
    monde: Monde, client: Client, nom: str, ecrites: int
) -> None:
    projet_repris(monde)
    reprise = RepriseElan.objects.get()
    client.force_login(qui_est(monde, nom))
    lieu = [reprise.equipement_id, reprise.annee]
    assert client.get(reverse("declarations:elan_lecture", args=lieu)).status_code == 200
    assert LectureSensible.objects.filter(objet_id=reprise.pk).count() == ecrites


@pytest.mark.parametrize("nom", ["conseiller_nord", "national", "voisins.activite"])
def test_qui_ne_lit_rien_n_est_pas_ecrit(
    monde: Monde, client: Client, transmise: Declaration, nom: str
) -> None:
    assert ouvrir(client, qui_est(monde, nom), transmise, "dossier") == 404
    assert not LectureSensible.objects.exists()


def test_le_recepisse_que_la_caf_emporte_est_ecrit_meme_par_qui_suit_le_dossier(
    monde: Monde, client: Client, transmise: Declaration
) -> None:
    assert ouvrir(client, monde.conseiller, transmise, "recepisse", 1) == 200
    lecture = LectureSensible.objects.get()
    assert (lecture.get_action_display(), lecture.precision) == (
        "Récépissé téléchargé",
        "version 1",
    )


def test_le_recepisse_du_partenaire_n_est_pas_ecrit(
    monde: Monde, client: Client, transmise: Declaration
) -> None:
    assert ouvrir(client, monde.passerelles.approbateur, transmise, "recepisse", 1) == 200
    assert not LectureSensible.objects.exists()
