"""The catalogue of the checks: who opens it, what it says, and numbers drawn from what was sent."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import SeuilControle
from declarations.presentation.releves import releves
from declarations.regles.controles.registre import CONTROLES
from declarations.regles.etats import Etat
from declarations.services.releves import Releve
from habilitations.models import Utilisateur
from tests.declarations.cct import declaration_cct
from tests.declarations.controles_releves import ecart_justifie, valider
from tests.declarations.listes import page, requetes
from tests.declarations.remplir import demander_correction, jusqu_a, referentiels
from tests.monde import Monde, acteur, personne

CATALOGUE = reverse("declarations:catalogue_controles")
pytestmark = pytest.mark.usefixtures("fige")


def fiche(contenu: str, code: str) -> str:
    return contenu.split(f'<tr id="{code}">')[1].split("</tr>")[0]


def compter(qui: Utilisateur, code: str = "C06", dispositif: str = "") -> Releve | None:
    lus = releves(acteur(qui), dispositif)
    return lus.par_code.get(code) if lus else None


class TestAcces:
    @pytest.mark.parametrize(
        ("chemin", "statut"),
        [
            ("passerelles.activite", 200),
            ("passerelles.approbateur", 200),
            ("conseiller", 200),
            ("ccd", 200),
            ("responsable", 200),
            ("national", 200),
        ],
    )
    def test_partenaires_et_agents(
        self, monde: Monde, client: Client, chemin: str, statut: int
    ) -> None:
        qui = monde
        for morceau in chemin.split("."):
            qui = getattr(qui, morceau)
        client.force_login(qui)
        assert client.get(CATALOGUE).status_code == statut

    def test_sans_role_non(self, client: Client, db: None) -> None:
        client.force_login(personne("sans-role"))
        assert client.get(CATALOGUE).status_code == 403

    def test_sans_connexion_on_se_connecte(self, client: Client, db: None) -> None:
        reponse = client.get(CATALOGUE)
        assert reponse.status_code == 302
        assert reverse("account_login") in reponse.url

    def test_on_ne_fait_que_lire(self, monde: Monde, client: Client) -> None:
        client.force_login(monde.conseiller)
        assert client.post(CATALOGUE).status_code == 405


class TestContenu:
    def test_chaque_controle_avec_ce_qu_il_demande(self, monde: Monde, client: Client) -> None:
        referentiels(monde.caf)
        contenu = page(client, monde.passerelles.activite, CATALOGUE)
        for controle in CONTROLES:
            assert controle.code in contenu
            assert controle.titre in fiche(contenu, controle.code)
            assert controle.source in fiche(contenu, controle.code)

    def test_le_seuil_en_vigueur_et_non_celui_du_fichier(
        self, monde: Monde, client: Client
    ) -> None:
        referentiels(monde.caf)
        SeuilControle.objects.filter(code="C06.ecart").update(valeur=Decimal("12.5"))
        contenu = page(client, monde.conseiller, CATALOGUE)
        assert "12,5 %" in fiche(contenu, "C06")
        assert "10 %" in fiche(contenu, "C07")
        assert "8 enfants" in fiche(contenu, "C12")
        assert "12 enfants" in fiche(contenu, "C12")
        assert "Sans seuil" in fiche(contenu, "C01")

    def test_un_seuil_qui_n_est_pas_charge_se_dit(self, monde: Monde, client: Client) -> None:
        assert "Seuil non chargé" in fiche(page(client, monde.conseiller, CATALOGUE), "C06")

    def test_les_hypotheses_se_disent(self, monde: Monde, client: Client) -> None:
        referentiels(monde.caf)
        contenu = page(client, monde.national, CATALOGUE)
        assert "Hypothèse, à confirmer" in fiche(contenu, "C04")
        assert "Hypothèse, à confirmer" in fiche(contenu, "C02")
        assert "Hypothèse, à confirmer" not in fiche(contenu, "C01")

    def test_un_controle_a_deux_niveaux_les_montre(self, monde: Monde, client: Client) -> None:
        c14 = fiche(page(client, monde.conseiller, CATALOGUE), "C14")
        assert "À justifier" in c14
        assert "À corriger" in c14

    def test_par_dispositif(self, monde: Monde, client: Client) -> None:
        contenu = page(client, monde.conseiller, CATALOGUE, dispositif="clas")
        assert 'id="C11"' in contenu
        assert 'id="C01"' in contenu
        assert 'id="C14"' not in contenu
        assert 'id="C16"' not in contenu

    def test_un_dispositif_inconnu_montre_tout(self, monde: Monde, client: Client) -> None:
        assert 'id="C14"' in page(client, monde.conseiller, CATALOGUE, dispositif="crèche")

    def test_rien_de_transmis(self, monde: Monde, client: Client) -> None:
        contenu = page(client, monde.conseiller, CATALOGUE)
        assert contenu.count("Jamais relevé") == len(CONTROLES)

    def test_qui_ne_lit_aucune_declaration_n_a_pas_de_nombres(
        self, monde: Monde, client: Client
    ) -> None:
        ecart_justifie(monde)
        contenu = page(client, monde.responsable, CATALOGUE)
        assert "Relevés et justifications" not in contenu
        assert "Jamais relevé" not in contenu
        assert compter(monde.responsable) is None

    def test_on_y_vient_du_calendrier_et_de_l_aide(self, monde: Monde, client: Client) -> None:
        for nom in ("declarations:calendrier", "accueil:aide", "accueil:plan_du_site"):
            assert f'href="{CATALOGUE}"' in page(client, monde.conseiller, reverse(nom))

    def test_on_y_vient_des_controles_d_un_dossier(self, monde: Monde, client: Client) -> None:
        declaration = jusqu_a(monde.declaration(), monde, Etat.EN_SAISIE)
        adresse = reverse("declarations:controles", args=[declaration.pk])
        assert f"{CATALOGUE}?dispositif=er" in page(client, monde.passerelles.activite, adresse)

    def test_un_nombre_constant_de_requetes(self, monde: Monde, client: Client) -> None:
        referentiels(monde.caf)
        vide = requetes(client, monde.conseiller, CATALOGUE)
        ecart_justifie(monde)
        assert requetes(client, monde.conseiller, CATALOGUE) == vide


class TestNombres:
    def test_justifie_puis_accepte(self, monde: Monde) -> None:
        declaration = ecart_justifie(monde)
        attendu = Releve(constats=2, transmissions=1, justifies=2, en_attente=2)
        assert compter(monde.conseiller) == attendu

        valider(declaration, monde)
        assert compter(monde.conseiller) == Releve(2, 1, 2, 2, 0)

    def test_ce_qui_est_montre(self, monde: Monde, client: Client) -> None:
        ecart_justifie(monde)
        c06 = fiche(page(client, monde.conseiller, CATALOGUE), "C06")
        for attendu in (
            "2 fois",
            "1 transmission",
            "2 justifiés : 0 accepté,",
            "2 en attente de décision",
        ):
            assert attendu in c06
        assert "renvoyée" not in c06

    def test_une_version_renvoyee_n_est_ni_acceptee_ni_en_attente(
        self, monde: Monde, client: Client
    ) -> None:
        declaration = ecart_justifie(monde, Etat.EN_INSTRUCTION)
        demander_correction(declaration, monde)
        trouve = compter(monde.conseiller)
        assert (trouve.justifies, trouve.acceptes, trouve.en_attente) == (2, 0, 0)
        assert trouve.renvoyes == 2
        c06 = fiche(page(client, monde.conseiller, CATALOGUE), "C06")
        assert "2 dans une version renvoyée" in c06

    def test_un_brouillon_ne_compte_pas(self, monde: Monde) -> None:
        ecart_justifie(monde, Etat.A_APPROUVER)
        assert compter(monde.conseiller) is None
        assert compter(monde.passerelles.approbateur) is None

    def test_chacun_compte_ce_qu_il_lit(self, monde: Monde) -> None:
        ecart_justifie(monde)
        for qui in (monde.passerelles.activite, monde.remplacant, monde.ccd, monde.national):
            assert compter(qui).constats == 2
        for qui in (monde.voisins.approbateur, monde.conseiller_nord):
            assert compter(qui) is None

    def test_par_dispositif(self, monde: Monde) -> None:
        ecart_justifie(monde)
        assert compter(monde.conseiller, dispositif="er").constats == 2
        assert compter(monde.conseiller, dispositif="cct") is None

    def test_un_constat_sur_les_salaires_ne_se_compte_que_pour_qui_les_lit(
        self, monde: Monde
    ) -> None:
        declaration, salaires = declaration_cct(monde)
        premier = next(chemin for chemin in salaires if chemin.endswith(".salaire_charge"))
        trop = salaires | {premier: "95 000"}
        jusqu_a(declaration, monde, Etat.TRANSMISE, changements=trop)

        for qui in (
            monde.passerelles.finances, monde.passerelles.approbateur, monde.conseiller,
            monde.ccd, monde.national,
        ):  # fmt: skip
            assert compter(qui, "C17").constats == 1
        assert compter(monde.passerelles.activite, "C17") is None
