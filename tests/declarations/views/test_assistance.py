"""Typing in the partner's place: opened with its reason, told to the partner, given back."""

import pytest
from django.test import Client
from django.urls import reverse

from declarations.services.assistance import assister
from tests.declarations.remplir import referentiels
from tests.declarations.views.lignes import adresse
from tests.monde import Monde, acteur

pytestmark = pytest.mark.usefixtures("fige")


class TestSaisiePourLePartenaire:
    @pytest.fixture
    def colette(self, client: Client, monde: Monde, fige: object) -> Client:
        referentiels(monde.caf)
        client.force_login(monde.conseiller)
        return client

    def test_le_brouillon_ne_se_lit_qu_une_fois_la_saisie_ouverte(
        self, colette: Client, monde: Monde
    ) -> None:
        declaration = monde.declaration()
        assert colette.get(adresse(declaration)).status_code == 302

        colette.post(
            reverse("declarations:assistance", args=[declaration.pk]),
            {"motif": "Arrêt de la secrétaire."},
        )

        page = colette.get(adresse(declaration))
        assert page.status_code == 200
        assert "Enregistrer" in page.content.decode()
        assert "Arrêt de la secrétaire." in page.content.decode()

    def test_le_partenaire_lit_le_motif_sur_son_dossier(self, client: Client, monde: Monde) -> None:
        referentiels(monde.caf)
        declaration = monde.declaration()
        assister(declaration.pk, acteur=acteur(monde.conseiller), motif="Arrêt de travail de Zoé.")
        client.force_login(monde.passerelles.activite)

        page = client.get(reverse("declarations:dossier", args=[declaration.pk])).content.decode()

        assert "Arrêt de travail de Zoé." in page
        assert "L’approbation reste au partenaire" in page

    def test_rendre_ferme_la_saisie(self, colette: Client, monde: Monde) -> None:
        declaration = monde.declaration()
        assister(declaration.pk, acteur=acteur(monde.conseiller), motif="Arrêt de travail de Zoé.")

        colette.post(reverse("declarations:fin_assistance", args=[declaration.pk]))

        assert colette.get(adresse(declaration)).status_code == 302
