"""Who opens the exercice side by side, and from where."""

import pytest
from django.test import Client
from django.urls import reverse

from declarations.regles.etats import Etat
from declarations.services.assistance import assister
from tests.declarations.cct import POSTES, SALAIRES, declaration_cct
from tests.declarations.remplir import demander_correction, jusqu_a, remplir
from tests.declarations.views.exercices import PLUS, adresse, ouvrir
from tests.monde import Monde, acteur

pytestmark = pytest.mark.usefixtures("fige", "seuils")


class TestAcces:
    @pytest.mark.parametrize(
        ("chemin", "statut"),
        [
            ("passerelles.activite", 200),
            ("passerelles.finances", 200),
            ("passerelles.approbateur", 200),
            ("conseiller", 200),
            ("remplacant", 200),
            ("hors_portefeuille", 200),
            ("ccd", 200),
            ("voisins.approbateur", 404),
            ("conseiller_nord", 404),
            ("responsable", 404),
            ("national", 404),
        ],
    )
    def test_par_personne(self, monde: Monde, client: Client, chemin: str, statut: int) -> None:
        monde.declaration("previsionnelle", 2025)
        qui = monde
        for morceau in chemin.split("."):
            qui = getattr(qui, morceau)
        client.force_login(qui)
        assert client.get(adresse(monde.er)).status_code == statut

    def test_sans_connexion_on_se_connecte(self, monde: Monde, client: Client) -> None:
        reponse = client.get(adresse(monde.er))
        assert reponse.status_code == 302
        assert reverse("account_login") in reponse.url

    @pytest.mark.parametrize(("equipement", "annee"), [(None, 2019), (None, 10**9), (10**12, 2025)])
    def test_ce_qui_n_existe_pas(
        self, monde: Monde, client: Client, equipement: int | None, annee: int
    ) -> None:
        monde.declaration("previsionnelle", 2025)
        client.force_login(monde.conseiller)
        cle = equipement or monde.er.pk
        assert client.get(reverse("declarations:exercice", args=[cle, annee])).status_code == 404

    def test_on_ne_fait_que_lire(self, monde: Monde, client: Client) -> None:
        monde.declaration("previsionnelle", 2025)
        client.force_login(monde.conseiller)
        assert client.post(adresse(monde.er)).status_code == 405


class TestBrouillons:
    def test_le_partenaire_lit_son_brouillon_la_caf_non(self, monde: Monde, client: Client) -> None:
        jusqu_a(monde.declaration("previsionnelle", 2025), monde, Etat.TRANSMISE)
        jusqu_a(monde.declaration("reelle", 2025), monde, Etat.EN_SAISIE, changements=PLUS)

        for qui in (monde.passerelles.activite, monde.passerelles.approbateur):
            contenu = ouvrir(client, qui, monde.er)
            assert "139 000,50 €" in contenu
            assert "Version 1, non transmise" in contenu
        for qui in (monde.conseiller, monde.ccd):
            contenu = ouvrir(client, qui, monde.er)
            assert "139 000,50" not in contenu
            assert "112 800" not in contenu
            assert "Données non transmises à la Caf" in contenu
            assert "119 000,50 €" in contenu

    def test_la_caf_ne_lit_rien_tant_que_rien_n_est_transmis(
        self, monde: Monde, client: Client
    ) -> None:
        jusqu_a(monde.declaration("previsionnelle", 2025), monde, Etat.A_APPROUVER)
        contenu = ouvrir(client, monde.conseiller, monde.er)
        assert "Aucun chiffre à lire" in contenu
        assert "119 000,50" not in contenu

    def test_le_conseiller_qui_saisit_pour_le_partenaire_lit_le_brouillon(
        self, monde: Monde, client: Client
    ) -> None:
        declaration = jusqu_a(monde.declaration("previsionnelle", 2025), monde, Etat.EN_SAISIE)
        assister(declaration.pk, acteur=acteur(monde.conseiller), motif="Partenaire empêché.")

        assert "119 000,50 €" in ouvrir(client, monde.conseiller, monde.er)
        assert "119 000,50" not in ouvrir(client, monde.hors_portefeuille, monde.er)

    def test_pendant_une_correction_chacun_sa_version(self, monde: Monde, client: Client) -> None:
        declaration = jusqu_a(monde.declaration("previsionnelle", 2025), monde, Etat.EN_INSTRUCTION)
        demander_correction(declaration, monde)
        remplir(declaration, monde, {"comptes.64": "95 000,77"})

        assert "95 000,77" not in ouvrir(client, monde.conseiller, monde.er)
        assert "Version 1, transmise le 3 février 2026" in ouvrir(
            client, monde.conseiller, monde.er
        )
        contenu = ouvrir(client, monde.passerelles.finances, monde.er)
        assert "95 000,77 €" in contenu
        assert "Version 2, non transmise" in contenu

    def test_un_brouillon_vide(self, monde: Monde, client: Client) -> None:
        monde.declaration("previsionnelle", 2025)
        contenu = ouvrir(client, monde.passerelles.finances, monde.er)
        assert "Chiffres clés" in contenu
        assert "Pour l’ensemble</h2>" not in contenu


class TestDonneesReservees:
    @pytest.mark.parametrize("etat", [Etat.EN_SAISIE, Etat.TRANSMISE])
    def test_les_salaires_vont_a_qui_les_lit(self, monde: Monde, client: Client, etat: str) -> None:
        declaration, salaires = declaration_cct(monde)
        jusqu_a(declaration, monde, etat, changements=salaires)
        equipement = declaration.equipement

        lue = ouvrir(client, monde.passerelles.activite, equipement)
        assert POSTES[0] in lue
        assert "Données réservées" in lue
        for salaire in SALAIRES:
            assert salaire not in lue
            assert salaire.replace(" ", "").replace(",", ".") not in lue
        for role in ("finances", "approbateur"):
            lue = ouvrir(client, getattr(monde.passerelles, role), equipement)
            assert "Données réservées" not in lue
            assert all(salaire in lue for salaire in SALAIRES)

    def test_la_caf_les_lit_une_fois_transmis(self, monde: Monde, client: Client) -> None:
        declaration, salaires = declaration_cct(monde)
        jusqu_a(declaration, monde, Etat.EN_SAISIE, changements=salaires)
        assert SALAIRES[0] not in ouvrir(client, monde.conseiller, declaration.equipement)
        jusqu_a(declaration, monde, Etat.TRANSMISE, changements=salaires)
        assert SALAIRES[0] in ouvrir(client, monde.conseiller, declaration.equipement)
