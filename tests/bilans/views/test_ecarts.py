"""The gaps of a portfolio: those of what was sent on both sides, with what explains them."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from bilans.models import Bilan
from declarations.models import ChiffrePartage, Declaration
from portal.dossiers.models import Dossier
from tests.bilans.bilans import ouvrir_bilan
from tests.bilans.test_contraintes import envoi
from tests.declarations.clas import declaration_clas
from tests.declarations.remplir import jusqu_a, referentiels
from tests.monde import MAINTENANT, Monde

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
PAGE = reverse("bilans:ecarts")
LA, FILLES, GARCONS = (f"collectifs.c1.{c}" for c in ("enfants", "filles", "garcons"))


@pytest.fixture
def bilan(monde: Monde) -> Bilan:
    """Sent, as is the réelle beside it."""
    referentiels(monde.caf)
    reelle = jusqu_a(
        declaration_clas(monde, collectifs=1, nature="reelle"),
        monde,
        "transmise",
        changements={LA: "10", FILLES: "5", GARCONS: "5"},
    )
    bilan = ouvrir_bilan(reelle.equipement, "bilan_clas", reelle.annee)
    bilan.dernier_envoi = envoi(bilan, monde)
    bilan.save(update_fields=["dernier_envoi"])
    Dossier.objects.filter(pk=bilan.pk).update(etat="transmis")
    return bilan


def dire(bilan: Bilan, valeur: str, **champs: Any) -> ChiffrePartage:
    return ChiffrePartage.objects.create(
        dossier=bilan,
        equipement=bilan.equipement,
        annee=bilan.annee,
        chemin=champs.pop("chemin", LA),
        valeur=valeur,
        libelle=bilan.libelle,
        adresse=reverse("bilans:accord", args=[bilan.pk]),
        le=MAINTENANT,
        **champs,
    )


def declare(bilan: Bilan) -> str:
    reelle = Declaration.objects.get(equipement=bilan.equipement, nature="reelle")
    return reelle.version_en_vigueur.donnees[LA]


def de(client: Client, personne: Any) -> Client:
    client.force_login(personne, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_un_ecart_se_lit_des_deux_cotes(client: Client, monde: Monde, bilan: Bilan) -> None:
    dire(bilan, "99")
    page = de(client, monde.conseiller).get(PAGE)
    assertContains(page, "1 chiffre à regarder")
    assertContains(page, "Non expliqué")
    assertContains(page, f'href="{reverse("bilans:accord", args=[bilan.pk])}"')
    assertContains(page, "99")


def test_l_explication_suit_l_ecart(client: Client, monde: Monde, bilan: Bilan) -> None:
    texte = "Des enfants arrivés en juin."
    dite = {"texte": texte, "par": "Alice", "declaree": declare(bilan), "du_bilan": "99"}
    dire(bilan, "99", explication=dite)
    page = de(client, monde.conseiller).get(PAGE)
    assertContains(page, f"{texte} (Alice)")
    assertNotContains(page, "Non expliqué")


def test_ce_qui_concorde_ou_n_est_pas_transmis_ne_s_y_lit_pas(
    client: Client, monde: Monde, bilan: Bilan
) -> None:
    dire(bilan, declare(bilan))
    assertContains(de(client, monde.conseiller).get(PAGE), "Aucun écart")
    ChiffrePartage.objects.update(valeur="99")
    Dossier.objects.filter(pk=bilan.pk).update(etat="a_completer")
    assertContains(de(client, monde.conseiller).get(PAGE), "Aucun écart")


def test_une_reelle_sans_objet_n_est_plus_comparee(
    client: Client, monde: Monde, bilan: Bilan
) -> None:
    dire(bilan, "99")
    Declaration.objects.filter(equipement=bilan.equipement).update(
        etat="sans_objet", etat_precedent="transmise", sans_objet_motif="Appelée par erreur"
    )
    assertContains(de(client, monde.conseiller).get(PAGE), "Aucun écart")


def test_chacun_les_siens(client: Client, monde: Monde, bilan: Bilan) -> None:
    dire(bilan, "99")
    assertContains(de(client, monde.ccd).get(PAGE), "1 chiffre à regarder")
    assertContains(de(client, monde.conseiller_nord).get(PAGE), "Aucun écart")
    assertContains(de(client, monde.conseiller).get(PAGE, {"annee": "2019"}), "Aucun écart")


def test_le_nombre_de_requetes_ne_suit_pas_celui_des_ecarts(
    client: Client, monde: Monde, bilan: Bilan
) -> None:
    de(client, monde.conseiller)
    dire(bilan, "99")
    client.get(PAGE)  # the first page of a session writes it
    with CaptureQueriesContext(connection) as un:
        client.get(PAGE)
    for code in ("filles", "garcons", "seances"):
        dire(bilan, "98", chemin=f"collectifs.c1.{code}")
    with CaptureQueriesContext(connection) as plusieurs:
        assert client.get(PAGE).content.decode().count("<tr>") == 5
    assert len(plusieurs) == len(un)
