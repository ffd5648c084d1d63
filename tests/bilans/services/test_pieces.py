"""Files that answer questions: joined once, withdrawn, frozen with what is sent."""

from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from bilans.models import Bilan, EnvoiBilan
from bilans.services.empreintes import est_altere, pieces_de
from bilans.services.pieces import joindre, retirer
from habilitations.models import Utilisateur
from portal.dossiers.models import PieceJointe
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.bilans.bilans import bilan_cct
from tests.bilans.remplir import transmettre
from tests.bilans.services.test_saisie import feuille
from tests.monde import Monde, acteur
from tests.socle import fichiers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
QUESTION = "bilan_document"


@pytest.fixture
def bilan(monde: Monde) -> Bilan:
    return bilan_cct(monde)


def joindre_par(
    bilan: Bilan, qui: Utilisateur, cle: str = QUESTION, jeton: UUID | None = None
) -> PieceJointe:
    return joindre(
        bilan.pk,
        acteur=acteur(qui),
        fichier=fichiers.televerse(fichiers.PDF, "plan.pdf"),
        libelle="Plan d’actions",
        jeton=jeton or uuid4(),
        cle=cle,
    )


def test_un_fichier_repond_a_sa_question_une_fois(monde: Monde, bilan: Bilan) -> None:
    alice, jeton = monde.passerelles.activite, uuid4()
    piece = joindre_par(bilan, alice, jeton=jeton)
    assert joindre_par(bilan, alice, jeton=jeton) == piece
    assert feuille(bilan).donnees[QUESTION] == "Plan d’actions"
    with pytest.raises(DemandeInvalide, match="déjà joint"):
        joindre_par(bilan, alice)
    retirer(bilan.pk, piece.pk, acteur=acteur(alice), motif="Ce n’est pas le bon fichier")
    assert QUESTION not in feuille(bilan).donnees


def test_ce_qui_n_attend_pas_de_fichier_est_refuse(monde: Monde, bilan: Bilan) -> None:
    with pytest.raises(DemandeInvalide):
        joindre_par(bilan, monde.passerelles.activite, cle="inconnue")
    with pytest.raises(ActionRefusee):
        joindre_par(bilan, monde.passerelles.finances)


def test_le_fichier_part_avec_le_bilan_et_la_caf_le_lit_alors(
    client: Client, monde: Monde, bilan: Bilan
) -> None:
    piece = joindre_par(bilan, monde.passerelles.activite)
    adresse = reverse("bilans:piece", args=[bilan.pk, piece.pk])
    client.force_login(monde.conseiller)
    assert client.get(adresse).status_code == 404
    envoi = transmettre(Bilan.objects.get(pk=bilan.pk), monde).dernier_envoi
    assert isinstance(envoi, EnvoiBilan)
    assert pieces_de(envoi) == [piece]
    assert not est_altere(envoi)
    assert client.get(adresse).status_code == 200
    assert adresse in client.get(reverse("bilans:lecture", args=[bilan.pk])).content.decode()


def test_joindre_depuis_la_page(client: Client, monde: Monde, bilan: Bilan) -> None:
    client.force_login(monde.passerelles.activite)
    adresse = reverse("bilans:joindre", args=[bilan.pk, QUESTION])
    envoi = {
        "jeton": str(uuid4()),
        "libelle": "Plan",
        "fichier": fichiers.televerse(fichiers.PDF, "plan.pdf"),
    }
    suite = client.post(adresse, envoi)
    assert suite.status_code == 302
    page = client.get(suite["Location"].partition("#")[0]).content.decode()
    assert "Plan" in page
    assert "plan.pdf" in page
