"""The page where a bilan and its declaration are made to agree."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from bilans.models import Bilan, EcartExplique, FeuilleBilan
from bilans.services.bilan_ouvert import BilanOuvert
from declarations.models import Declaration
from declarations.services import saisie
from tests.bilans.bilans import ouvrir_bilan
from tests.declarations.clas import declaration_clas
from tests.declarations.remplir import referentiels
from tests.monde import Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
LA = "collectifs.c1.enfants"
TEXTE = "Deux enfants sont arrivés en juin, après la déclaration."


@pytest.fixture
def reelle(monde: Monde) -> Declaration:
    referentiels(monde.caf)
    reelle = declaration_clas(monde, collectifs=1, nature="reelle")
    alice = acteur(monde.passerelles.activite)
    saisie.enregistrer(reelle.pk, "activite", acteur=alice, revision=0, brut={LA: "10"})
    return reelle


@pytest.fixture
def bilan(reelle: Declaration) -> Bilan:
    return ouvrir_bilan(reelle.equipement, "bilan_clas", reelle.annee)


@pytest.fixture
def alice(client: Client, monde: Monde) -> Client:
    client.force_login(
        monde.passerelles.activite, "allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def test_reprendre_puis_voir_que_tout_concorde(alice: Client, bilan: Bilan) -> None:
    page = reverse("bilans:accord", args=[bilan.pk])
    avant = alice.get(page)
    assertContains(avant, "1 chiffre qui manque dans le bilan")
    assertContains(avant, "À remplir")
    reponse = alice.post(reverse("bilans:reprise", args=[bilan.pk]), follow=True)
    assertRedirects(reponse, page)
    assertContains(reponse, "Un chiffre de la déclaration est repris")
    assertContains(reponse, "Concorde", 1)
    assertContains(
        alice.post(reverse("bilans:reprise", args=[bilan.pk]), follow=True),
        "Il n’y avait pas de chiffre à reprendre.",
    )


def test_expliquer_un_ecart(alice: Client, bilan: Bilan) -> None:
    alice.post(reverse("bilans:reprise", args=[bilan.pk]))
    feuille = FeuilleBilan.objects.get(bilan=bilan)
    (chemin,) = feuille.donnees
    feuille.donnees[chemin] = "12"
    feuille.save()
    page, ecart = (
        reverse("bilans:accord", args=[bilan.pk]),
        reverse("bilans:ecart", args=[bilan.pk, LA]),
    )
    assertContains(alice.get(page), f'href="{ecart}"')
    assertContains(alice.get(ecart), "enfants dans le bilan, 10")
    assertContains(alice.post(ecart, {"texte": "ok"}), "Expliquez", status_code=422)
    assertRedirects(alice.post(ecart, {"texte": TEXTE}), page)
    assert EcartExplique.objects.get().texte == TEXTE
    lue = alice.get(page)
    assertContains(lue, TEXTE)
    assertContains(lue, "Écart expliqué")


def test_sans_reelle_la_page_le_dit(alice: Client, monde: Monde) -> None:
    previsionnelle = declaration_clas(monde, collectifs=1)
    bilan = ouvrir_bilan(previsionnelle.equipement, "bilan_clas", previsionnelle.annee)
    reponse = alice.get(reverse("bilans:accord", args=[bilan.pk]))
    assertContains(reponse, "Pas de déclaration réelle pour cet exercice")


def test_un_complement_ne_fait_pas_modifier_ce_qu_il_n_ouvre_pas(
    alice: Client, bilan: Bilan, monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = reverse("bilans:accord", args=[bilan.pk])
    assertContains(alice.get(page), "Modifiez celui qui est inexact, ou expliquez l’écart.")
    monkeypatch.setattr(BilanOuvert, "est_a_completer", lambda dossier, chemin: False)
    # Nothing can be taken over either: the button would do nothing.
    assertNotContains(alice.get(page), "Reprendre dans le bilan")
    monkeypatch.undo()
    alice.post(reverse("bilans:reprise", args=[bilan.pk]))
    feuille = FeuilleBilan.objects.get(bilan=bilan)
    (chemin,) = feuille.donnees
    feuille.donnees[chemin] = "12"
    feuille.save()
    monkeypatch.setattr(BilanOuvert, "est_a_completer", lambda dossier, chemin: False)
    lue = alice.get(page)
    assertContains(lue, "pour les autres, expliquez l’écart.")
    assertNotContains(lue, "Modifiez celui qui est inexact")


def test_qui_ne_repond_pas_n_est_pas_invite_a_modifier(
    client: Client, bilan: Bilan, monde: Monde, fige
) -> None:
    fige.move_to("2027-12-01T09:00:00+01:00")
    client.force_login(
        monde.passerelles.activite, "allauth.account.auth_backends.AuthenticationBackend"
    )
    lue = client.get(reverse("bilans:accord", args=[bilan.pk]))
    assertContains(lue, "avant l’envoi de l’un comme de l’autre.")
    assertNotContains(lue, "Modifiez celui")
