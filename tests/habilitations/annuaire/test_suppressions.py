"""Deleting is offered of what nothing uses; elsewhere, what uses it is said, and what to do."""

from itertools import chain

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from habilitations.models import (
    Adhesion,
    Convention,
    Equipement,
    Gestionnaire,
    Lieu,
    Portefeuille,
)
from portal.socle.usages import EN_CLAIR, relations_vers
from subventions.models import Simulation
from tests.declarations.listes import page, texte
from tests.monde import JOUR, MAINTENANT, SIRETS, Monde

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
MODELES = (Gestionnaire, Equipement, Lieu, Convention, Portefeuille, Adhesion)


def adresse(nom: str, pk: int) -> str:
    return reverse(f"annuaire:{nom}", args=[pk])


def neuf(monde: Monde) -> Equipement:
    """An équipement of « Les Voisins » that nothing uses yet."""
    return Equipement.objects.create(
        caf=monde.caf,
        gestionnaire=monde.voisins.gestionnaire,
        portefeuille=monde.portefeuille,
        dispositif="er",
        organisation="mono_lieu",
        nom="ER des Bauges",
    )


def inconnu(monde: Monde) -> Gestionnaire:
    """A partner added by mistake, whose adhesion never was complete."""
    cree = Gestionnaire.objects.create(siret=SIRETS[3], nom="Doublon", nature="association")
    Adhesion.objects.create(caf=monde.caf, gestionnaire=cree)
    return cree


class TestCeQuiSert:
    @pytest.mark.parametrize(
        ("fiche", "objet", "dit", "comment"),
        [
            ("gestionnaire", "passerelles.gestionnaire", "équipements (1)", "adhésion prend fin"),
            ("equipement", "er", "lieux d’accueil (3)", "se ferme à une date"),
            ("portefeuille", "portefeuille", "équipements (2)", "Déplacez d’abord"),
        ],
    )
    def test_ne_se_propose_pas_et_dit_pourquoi(
        self, monde: Monde, client: Client, fiche: str, objet: str, dit: str, comment: str
    ) -> None:
        lu: object = monde
        for nom in objet.split("."):
            lu = getattr(lu, nom)
        pk: int = lu.pk  # type: ignore[attr-defined]
        supprimer = adresse(f"supprimer_{fiche}", pk)
        assert supprimer not in page(client, monde.responsable, adresse(fiche, pk))
        refusee = page(client, monde.responsable, supprimer)
        assert "Cette fiche sert encore" in texte(refusee)
        assert dit in texte(refusee)
        assert comment in texte(refusee)
        assert ">Supprimer</button>" not in refusee

    def test_un_lieu_et_une_convention_d_un_equipement_declare(
        self, monde: Monde, client: Client
    ) -> None:
        lieu, cof = monde.er.lieux.all()[0], monde.er.conventions.get()
        fiche = page(client, monde.responsable, adresse("equipement", monde.er.pk))
        assert adresse("supprimer_lieu", lieu.pk) in fiche
        assert adresse("supprimer_convention", cof.pk) in fiche
        monde.declaration()
        fiche = page(client, monde.responsable, adresse("equipement", monde.er.pk))
        for nom, pk, dit in (
            ("supprimer_lieu", lieu.pk, "Un lieu qui a servi se ferme"),
            ("supprimer_convention", cof.pk, "Une convention qui a servi prend fin"),
        ):
            assert adresse(nom, pk) not in fiche
            refusee = page(client, monde.responsable, adresse(nom, pk))
            assert dit in texte(refusee)
            assert ">Supprimer</button>" not in refusee

    @pytest.mark.usefixtures("derriere_le_mur")
    def test_ce_que_la_caf_ne_lit_pas_compte_aussi(self, monde: Monde, client: Client) -> None:
        """A simulation that its author did not share: nobody else reads it, it still holds."""
        objet = neuf(monde)
        Simulation.objects.create(
            gestionnaire=objet.gestionnaire,
            caf=monde.caf,
            equipement=objet,
            auteur=monde.voisins.finances,
            dispositif="er",
            annee=2026,
            titre="Une antenne de plus",
            origine="Réelle 2025",
            creee_le=MAINTENANT,
            modifiee_le=MAINTENANT,
        )
        supprimer = adresse("supprimer_equipement", objet.pk)
        assert supprimer not in page(client, monde.responsable, adresse("equipement", objet.pk))
        assert "simulations (1)" in texte(page(client, monde.responsable, supprimer))
        reponse = client.post(supprimer, follow=True)
        assert "simulations (1)" in texte(reponse.content.decode())
        assert Equipement.objects.filter(pk=objet.pk).exists()


class TestCeQuiNeSertPas:
    def test_un_equipement(self, monde: Monde, client: Client) -> None:
        objet = neuf(monde)
        supprimer = adresse("supprimer_equipement", objet.pk)
        assert supprimer in page(client, monde.responsable, adresse("equipement", objet.pk))
        assert ">Supprimer</button>" in page(client, monde.responsable, supprimer)

    @pytest.mark.usefixtures("derriere_le_mur")
    def test_un_gestionnaire_part_avec_son_adhesion(self, monde: Monde, client: Client) -> None:
        objet = inconnu(monde)
        supprimer = adresse("supprimer_gestionnaire", objet.pk)
        assert supprimer in page(client, monde.responsable, adresse("gestionnaire", objet.pk))
        client.post(f"{supprimer}?caf={monde.caf.pk}")
        assert not Gestionnaire.objects.filter(pk=objet.pk).exists()

    def test_sauf_si_son_adhesion_a_ete_complete(self, monde: Monde, client: Client) -> None:
        objet = inconnu(monde)
        Adhesion.objects.filter(gestionnaire=objet).update(complete_le=JOUR)
        supprimer = adresse("supprimer_gestionnaire", objet.pk)
        assert supprimer not in page(client, monde.responsable, adresse("gestionnaire", objet.pk))
        assert "a été complète" in texte(page(client, monde.responsable, supprimer))


def test_chaque_mot_est_celui_d_un_modele_qui_se_sert_d_une_fiche() -> None:
    lies = {autre._meta.label for autre, _ in chain(*map(relations_vers, MODELES))}
    assert set(EN_CLAIR) <= lies
    for nom in EN_CLAIR:
        assert apps.get_model(nom)
