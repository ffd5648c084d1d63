"""The second wall before rights and people: with the filter of who looks after them taken away,
a partner's gestionnaire des habilitations, delegated to, reads and changes nothing of another one.
"""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest import mock

import pytest
import time_machine
from django.db.models import Q
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from habilitations.models import ActeHabilitation, Adhesion, Delegation, Habilitation, Utilisateur
from habilitations.models.actes import geres_par
from habilitations.portee import au_nom_de
from habilitations.services.delegations import Portee, accorder_delegation
from tests.habilitations.services.actes import MOTIF, ROLES, delegue
from tests.monde import JOUR, MAINTENANT, Monde, acteur, amender
from tests.sous_service import sous_service

pytestmark = [pytest.mark.usefixtures("mur"), pytest.mark.django_db]
CHEZ_LES_AUTRES = ("Association Les Voisins", "approbateur.voisins@exemple.test")


@contextmanager
def sans_filtre() -> Iterator[None]:
    """As if each page of rights had forgotten to narrow them to those one looks after."""
    assert get_resolver().url_patterns  # every page is there to forget it
    modules = [
        module
        for nom, module in sorted(sys.modules.items())
        if nom.startswith("habilitations.") and getattr(module, "geres_par", None) is geres_par
    ]
    assert len(modules) > 5, "le filtre ne s’appelle plus ainsi"
    with ExitStack() as pile:
        for module in modules:
            pile.enter_context(mock.patch.object(module, "geres_par", return_value=Q()))
        yield


@pytest.fixture
def deleguee(monde: Monde) -> Utilisateur:
    """Delegated to at Les Passerelles; Les Voisins have a delegation of theirs."""
    _, qui = delegue(monde)
    voisins = monde.voisins.gestionnaire
    amender(Adhesion.objects.filter(gestionnaire=voisins), mode="delegue")
    accorder_delegation(
        Portee(ROLES, None, JOUR),
        caf_id=monde.caf.pk,
        gestionnaire_id=voisins.pk,
        acteur=acteur(monde.responsable),
    )
    return qui.utilisateur


def demander(qui: Utilisateur, nom: str, *args: int, **champs: str) -> HttpResponse:
    client = Client()
    with time_machine.travel(MAINTENANT, tick=False):
        client.force_login(qui, "allauth.account.auth_backends.AuthenticationBackend")
        adresse = reverse(f"habilitations:{nom}", args=args)
        return client.post(adresse, champs) if champs else client.get(adresse)


def test_par_sql_rien_d_un_autre_partenaire(monde: Monde, deleguee: Utilisateur) -> None:
    tables = (Habilitation, Delegation, Adhesion)
    with sous_service(), au_nom_de(acteur(deleguee)):
        for modele in tables:
            chez = set(modele.objects.values_list("gestionnaire__nom", flat=True))
            assert chez == {"Association Les Passerelles"}, modele
        assert not ActeHabilitation.objects.exclude(
            gestionnaire=monde.passerelles.gestionnaire
        ).exists()


@pytest.mark.parametrize("page", ["partenaires", "personnes"])
def test_une_liste_qui_ne_filtre_plus(deleguee: Utilisateur, page: str) -> None:
    with sans_filtre():
        lue = demander(deleguee, page).content.decode()
        assert any(dit in lue for dit in CHEZ_LES_AUTRES), "la page ne prouve rien"
        with sous_service():
            reponse = demander(deleguee, page)
    lue = reponse.content.decode()
    assert reponse.status_code == 200
    assert "Les Passerelles" in lue
    assert not any(dit in lue for dit in CHEZ_LES_AUTRES)


@pytest.mark.parametrize("page", ["partenaire", "droits_personne"])
def test_une_page_qui_ne_filtre_plus_est_introuvable(
    monde: Monde, deleguee: Utilisateur, page: str
) -> None:
    base = Adhesion.objects.get(gestionnaire=monde.voisins.gestionnaire)
    pk = monde.voisins.approbateur.pk if page == "droits_personne" else base.pk
    with sans_filtre():
        assert "Voisins" in demander(deleguee, page, pk).content.decode(), "rien n’est prouvé"
        with sous_service():
            assert demander(deleguee, page, pk).status_code == 404


@pytest.mark.parametrize("acte", ["retirer_droit", "suspendre_droit"])
def test_un_acte_qui_ne_filtre_plus_ne_change_rien(
    monde: Monde, deleguee: Utilisateur, acte: str
) -> None:
    droit = monde.voisins.approbateur.habilitations.get()
    avant = Habilitation.objects.filter(pk=droit.pk).values().get()
    with sans_filtre(), sous_service():
        assert demander(deleguee, acte, droit.pk, motif=MOTIF).status_code == 404
    assert Habilitation.objects.filter(pk=droit.pk).values().get() == avant
