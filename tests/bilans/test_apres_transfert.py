"""After a transfer: who sent a bilan still reads it, with its receipt; nobody else does."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bilans.models import Bilan
from habilitations.models import Habilitation, Utilisateur
from habilitations.services.suites import retirer_droit
from portal.dossiers.services.transferts import appliquer_dus, transferer
from tests.bilans.bilans import ouvrir_bilan
from tests.bilans.remplir import transmettre
from tests.declarations.transferts import DEMAIN, MOTIF
from tests.habilitations.fiches import projet_clas
from tests.monde import JOUR, MAINTENANT, Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
LISTE = reverse("bilans:anciens")


@pytest.fixture
def transfere(monde: Monde) -> Bilan:
    """Sent by Les Passerelles, whose project has passed to Les Voisins the day after."""
    projet = projet_clas(monde)
    bilan = transmettre(ouvrir_bilan(projet, "bilan_clas", 2024), monde)
    vers = monde.voisins.gestionnaire.pk
    transferer(projet.pk, vers_id=vers, le=DEMAIN, motif=MOTIF, acteur=acteur(monde.responsable))
    appliquer_dus(MAINTENANT + timedelta(days=1), DEMAIN)
    bilan.refresh_from_db()
    return bilan


def lire(client: Client, qui: Utilisateur, bilan: Bilan, nom: str) -> int:
    client.force_login(qui)
    return client.get(reverse(f"bilans:{nom}", args=[bilan.pk, 1])).status_code


def test_qui_a_transmis_le_lit_encore(monde: Monde, client: Client, transfere: Bilan) -> None:
    client.force_login(monde.passerelles.activite)
    liste = client.get(LISTE).content.decode()
    assert transfere.reference in liste
    assert LISTE in client.get(reverse("bilans:suivi")).content.decode()
    page = client.get(reverse("bilans:ancien", args=[transfere.pk, 1])).content.decode()
    assert "Transmis au nom de votre organisme" in page
    assert "La structure et ses contacts" in page
    recu = client.get(reverse("bilans:recepisse_ancien", args=[transfere.pk, 1]))
    assert b"".join(recu).startswith(b"%PDF")
    # Nothing of what happens on the bilan since.
    assert client.get(reverse("bilans:bilan", args=[transfere.pk])).status_code == 404


@pytest.mark.parametrize("nom", ["ancien", "recepisse_ancien"])
def test_personne_d_autre_par_la(monde: Monde, client: Client, transfere: Bilan, nom: str) -> None:
    for qui in (monde.voisins.activite, monde.conseiller, monde.responsable):
        assert lire(client, qui, transfere, nom) == 404
    droits = Habilitation.objects.filter(utilisateur=monde.passerelles.activite)
    for droit in droits:
        retirer_droit(droit.pk, acteur=acteur(monde.responsable), motif=MOTIF)
    assert lire(client, monde.passerelles.activite, transfere, nom) == 404


def test_un_envoi_altere_n_est_ni_montre_ni_imprime(
    monde: Monde, client: Client, transfere: Bilan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bilans.exports.recepisse.est_altere", lambda envoi: True)
    for nom in ("ancien", "recepisse_ancien"):
        assert lire(client, monde.passerelles.activite, transfere, nom) == 409


def test_avant_son_jour_rien_n_est_ancien(monde: Monde, client: Client) -> None:
    projet = projet_clas(monde)
    transmettre(ouvrir_bilan(projet, "bilan_clas", 2024), monde)
    client.force_login(monde.passerelles.activite)
    assert "Rien n’a été transmis avant un transfert" in client.get(LISTE).content.decode()
    assert JOUR < DEMAIN
