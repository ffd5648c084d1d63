"""The page of a version: who reads it, what it shows, what it never shows."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from declarations.models import Declaration
from declarations.regles.etats import Etat
from habilitations.models import Lieu, Utilisateur
from tests.declarations.clas import declaration_clas
from tests.declarations.pdf import compact
from tests.declarations.remplir import TEXTE_JUSTIFICATION, demander_correction, jusqu_a
from tests.declarations.views.versions import adresse, ouvrir, page
from tests.monde import DEBUT, Monde

pytestmark = pytest.mark.usefixtures("fige")


class TestAcces:
    @pytest.mark.parametrize("nom", ["version", "recepisse"])
    @pytest.mark.parametrize(
        ("chemin", "statut"),
        [
            ("passerelles.activite", 200),
            ("passerelles.finances", 200),
            ("passerelles.approbateur", 200),
            ("conseiller", 200),
            ("hors_portefeuille", 200),
            ("ccd", 200),
            ("voisins.approbateur", 404),
            ("conseiller_nord", 404),
            ("responsable", 404),
            ("national", 404),
        ],
    )
    def test_une_version_transmise(
        self, monde: Monde, client: Client, nom: str, chemin: str, statut: int
    ) -> None:
        declaration = jusqu_a(monde.declaration(), monde, Etat.TRANSMISE)
        qui = monde
        for morceau in chemin.split("."):
            qui = getattr(qui, morceau)
        client.force_login(qui)

        assert client.get(adresse(declaration, nom=nom)).status_code == statut

    def test_sans_connexion_on_se_connecte(self, monde: Monde, client: Client) -> None:
        reponse = client.get(adresse(monde.declaration()))

        assert reponse.status_code == 302
        assert reverse("account_login") in reponse.url

    def test_un_brouillon_se_lit_chez_le_partenaire_seulement(
        self, monde: Monde, client: Client
    ) -> None:
        declaration = jusqu_a(monde.declaration(), monde, Etat.EN_SAISIE)

        assert "Versionnontransmise" in page(client, monde.passerelles.activite, declaration)
        assert ouvrir(client, monde.conseiller, declaration).status_code == 404
        assert ouvrir(client, monde.ccd, declaration).status_code == 404

    def test_une_correction_en_cours_n_est_pas_lue_par_la_caf(
        self, monde: Monde, client: Client
    ) -> None:
        declaration = jusqu_a(monde.declaration(), monde, Etat.A_CORRIGER)

        assert ouvrir(client, monde.conseiller, declaration, 1).status_code == 200
        assert ouvrir(client, monde.conseiller, declaration, 2).status_code == 404
        assert ouvrir(client, monde.passerelles.finances, declaration, 2).status_code == 200

    def test_une_version_inconnue(self, monde: Monde, client: Client) -> None:
        declaration = jusqu_a(monde.declaration(), monde, Etat.TRANSMISE)

        assert ouvrir(client, monde.conseiller, declaration, 2).status_code == 404
        assert client.get(adresse(declaration, 2, "recepisse")).status_code == 404

    def test_on_ne_fait_que_lire(self, monde: Monde, client: Client) -> None:
        declaration = jusqu_a(monde.declaration(), monde, Etat.TRANSMISE)
        client.force_login(monde.conseiller)

        assert client.post(adresse(declaration)).status_code == 405


class TestContenu:
    def test_les_figures_les_totaux_et_l_empreinte(self, monde: Monde, client: Client) -> None:
        declaration = jusqu_a(monde.declaration(), monde, Etat.TRANSMISE)

        lue = page(client, monde.conseiller, declaration)

        for attendu in (
            "Albertville", "Chambéry", "Ugine", "400,5h", "360,5h", "320,5h", "1081,5h",
            "64Chargesdepersonnel", "92800,00€", "119000,50€", "Total74Subventionsd’exploitation",
            "Contributionsvolontairesennature", "AgatheApprobation", "Transmisedanslesdélais",
            declaration.version_courante.empreinte,
            "71400,30€", "Plafond",
        ):  # fmt: skip
            assert attendu in lue

    def test_chaque_figure_porte_son_entete_pour_le_telephone(
        self, monde: Monde, client: Client
    ) -> None:
        declaration = jusqu_a(monde.declaration(), monde, Etat.TRANSMISE)

        assert 'data-label="Albertville"' in (
            ouvrir(client, monde.conseiller, declaration).content.decode()
        )

    def test_la_reference_de_l_exercice_precedent_et_la_justification(
        self, monde: Monde, client: Client
    ) -> None:
        jusqu_a(monde.declaration("reelle", 2024), monde, Etat.TRANSMISE)
        changements = {"comptes.64": "112 800", "comptes.741": "40 000"}
        declaration = jusqu_a(
            monde.declaration("reelle", 2025), monde, Etat.TRANSMISE, changements=changements
        )

        lue = page(client, monde.conseiller, declaration)

        assert "Souschaquechiffre,celuideladéclaration«&nbsp;Réelle2024&nbsp;»." in lue
        assert "Réelle2024:</span>400,5h" in lue
        assert "+16,8%" in lue
        assert compact(TEXTE_JUSTIFICATION) in lue
        assert "Changementd’organisationoudepersonnel" in lue

    def test_sans_exercice_precedent_aucune_colonne_de_reference(
        self, monde: Monde, client: Client
    ) -> None:
        declaration = jusqu_a(monde.declaration(), monde, Etat.TRANSMISE)

        assert "Variation<" not in page(client, monde.conseiller, declaration)

    def test_au_dela_de_cinq_lieux_un_tableau_par_lieu(self, monde: Monde, client: Client) -> None:
        for nom in ("Aime", "Bozel", "Modane"):
            Lieu.objects.create(equipement=monde.er, nom=nom, ouvert_le=DEBUT)
        declaration = jusqu_a(monde.declaration(), monde, Etat.TRANSMISE)

        lue = page(client, monde.conseiller, declaration)

        for nom in ("Aime", "Albertville", "Bozel", "Chambéry", "Modane", "Ugine"):
            assert f"<caption>{nom}</caption>" in lue
        assert "Parlieud’accueil" not in lue

    def test_la_version_1_reste_lisible_apres_la_correction(
        self, monde: Monde, client: Client
    ) -> None:
        declaration = jusqu_a(monde.declaration(), monde, Etat.EN_INSTRUCTION)
        demander_correction(declaration, monde, volets=("finances",))

        lue = page(client, monde.passerelles.approbateur, declaration, 1)

        assert "Version1,transmisele3février2026" in lue

    def test_un_nombre_constant_de_requetes(self, monde: Monde, client: Client) -> None:
        declaration = jusqu_a(monde.declaration(), monde, Etat.TRANSMISE)
        petite = self._requetes(client, monde.conseiller, declaration)
        for rang in range(12):
            Lieu.objects.create(equipement=monde.er, nom=f"Lieu {rang}", ouvert_le=DEBUT)
        grande = jusqu_a(monde.declaration("reelle", 2025), monde, Etat.TRANSMISE)

        assert self._requetes(client, monde.conseiller, grande) <= petite + 1
        # Three of them verify it (line of the journal, seal, lines between), one reads the decision
        # on its right.
        assert petite < 34

    @staticmethod
    def _requetes(client: Client, qui: Utilisateur, declaration: Declaration) -> int:
        client.force_login(qui)
        with CaptureQueriesContext(
            connection,
        ) as requetes:
            assert client.get(adresse(declaration)).status_code == 200
        return len(requetes)


def test_une_version_en_cours_montre_ce_que_la_caf_a_inscrit(monde: Monde, client: Client) -> None:
    """As the page of the volet does, and as what will be sent."""
    declaration = declaration_clas(monde, notifies=37)

    lue = page(client, monde.passerelles.activite, declaration)
    assert ">37<" in lue[lue.index("CollectifsnotifiésparlaCaf") :][:200]
