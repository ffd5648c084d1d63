"""Search by name, SIRET or reference: accents and case ignored, nothing beyond one's scope."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.bilans.bilans import ouvrir_bilan
from tests.declarations.listes import page, requetes
from tests.habilitations.fiches import projet_clas
from tests.monde import SIRETS, Monde, espace_rencontre

RECHERCHE = reverse("accueil:recherche")
pytestmark = pytest.mark.usefixtures("fige")


@pytest.mark.parametrize(
    "q", ["PASSERELLES", "pàsserelles", "les passe", SIRETS[0], SIRETS[0][:9], "rencontre passer"]
)
def test_par_nom_ou_par_siret(monde: Monde, client: Client, q: str) -> None:
    monde.declaration()

    contenu = page(client, monde.conseiller, RECHERCHE, q=q)

    assert "Équipements (1)" in contenu
    assert "Prévisionnelle 2026" in contenu
    assert "Espace de rencontre du Lac" not in contenu


def test_par_reference_meme_espacee(monde: Monde, client: Client) -> None:
    declaration = monde.declaration()
    espacee = declaration.reference.lower().replace("-", " - ")

    for q in (declaration.reference, espacee):
        contenu = page(client, monde.conseiller, RECHERCHE, q=q)
        assert reverse("declarations:dossier", args=[declaration.pk]) in contenu


@pytest.mark.parametrize("qui", ["conseiller_nord", "national"])
def test_rien_hors_de_son_perimetre(monde: Monde, client: Client, qui: str) -> None:
    declaration = monde.declaration()

    for q in ("Passerelles", declaration.reference, SIRETS[0]):
        contenu = page(client, getattr(monde, qui), RECHERCHE, q=q)
        assert "Rien ne correspond" in contenu


def test_un_partenaire_ne_trouve_que_les_siens(monde: Monde, client: Client) -> None:
    monde.declaration()

    assert "Rien ne correspond" in page(client, monde.voisins.activite, RECHERCHE, q="passerelles")
    assert "Équipements (1)" in page(client, monde.passerelles.activite, RECHERCHE, q="passerelles")


@pytest.mark.parametrize(
    ("q", "attendu"), [("", "Chercher"), ("ab", "au moins trois"), ("<script>", "&lt;script&gt;")]
)
def test_ce_qui_est_vide_court_ou_etrange(
    monde: Monde, client: Client, q: str, attendu: str
) -> None:
    assert attendu in page(client, monde.conseiller, RECHERCHE, q=q)


@pytest.mark.parametrize("q", ["???", "- - -"])
def test_sans_lettre_ni_chiffre_rien_ne_correspond(monde: Monde, client: Client, q: str) -> None:
    monde.declaration()

    assert "Rien ne correspond" in page(client, monde.conseiller, RECHERCHE, q=q)


def test_le_nombre_de_requetes_est_constant(monde: Monde, client: Client) -> None:
    monde.declaration()
    avant = requetes(client, monde.conseiller, RECHERCHE, q="passerelles")
    monde.declaration("reelle", 2025)
    monde.declaration("reelle", 2024)

    assert requetes(client, monde.conseiller, RECHERCHE, q="passerelles") == avant


class TestAutrement:
    @pytest.mark.parametrize("zeros", ["{:d}", "{:06d}", "  {:d} "])
    def test_par_le_numero_d_une_reference(self, monde: Monde, client: Client, zeros: str) -> None:
        declaration = monde.declaration()
        contenu = page(client, monde.conseiller, RECHERCHE, q=zeros.format(declaration.pk))
        assert reverse("declarations:dossier", args=[declaration.pk]) in contenu
        ailleurs = page(client, monde.conseiller_nord, RECHERCHE, q=str(declaration.pk))
        assert reverse("declarations:dossier", args=[declaration.pk]) not in ailleurs

    def test_par_un_lieu(self, monde: Monde, client: Client) -> None:
        declaration = monde.declaration()
        contenu = page(client, monde.conseiller, RECHERCHE, q="ugine")
        assert "Équipements (1)" in contenu
        assert reverse("declarations:dossier", args=[declaration.pk]) in contenu

    @pytest.mark.parametrize("q", ["st jean", "Saint-Jean", "SAINT JEAN", "st. jean", "saint j"])
    @pytest.mark.parametrize("nom", ["Espace St-Jean", "Espace Saint Jean"])
    def test_saint_s_abrege(self, monde: Monde, client: Client, q: str, nom: str) -> None:
        monde.er.nom = nom
        monde.er.save()
        assert nom in page(client, monde.conseiller, RECHERCHE, q=q)
        assert "Rien ne correspond" in page(client, monde.conseiller, RECHERCHE, q="ste jean")

    def test_un_siret_mene_aux_dossiers_bilans_compris(self, monde: Monde, client: Client) -> None:
        declaration = monde.declaration()
        bilan = ouvrir_bilan(projet_clas(monde), "bilan_clas", 2024)
        for q in (SIRETS[0], SIRETS[0][:3] + " " + SIRETS[0][3:], "passerelles", bilan.reference):
            contenu = page(client, monde.conseiller, RECHERCHE, q=q)
            assert reverse("bilans:bilan", args=[bilan.pk]) in contenu, q
        assert reverse("declarations:dossier", args=[declaration.pk]) in page(
            client, monde.conseiller, RECHERCHE, q=SIRETS[0]
        )

    def test_une_personne_par_qui_peut_la_connaitre(self, monde: Monde, client: Client) -> None:
        qui = monde.passerelles.approbateur
        for lecteur in (monde.conseiller, monde.ccd, monde.responsable):
            contenu = page(client, lecteur, RECHERCHE, q=f"{qui.nom} {qui.prenom}".upper())
            assert qui.email in contenu
        assert reverse("habilitations:droits_personne", args=[qui.pk]) in contenu
        for ailleurs in (monde.conseiller_nord, monde.voisins.activite, monde.national):
            assert qui.email not in page(client, ailleurs, RECHERCHE, q=qui.nom)

    def test_une_personne_sans_droit_aujourd_hui_n_est_pas_trouvee(
        self, monde: Monde, client: Client
    ) -> None:
        qui = monde.passerelles.approbateur
        qui.is_active = False
        qui.save()
        assert qui.email not in page(client, monde.conseiller, RECHERCHE, q=qui.nom)

    def test_des_requetes_en_nombre_constant(self, monde: Monde, client: Client) -> None:
        monde.declaration()
        avant = requetes(client, monde.conseiller, RECHERCHE, q="passerelles")
        for nom in ("Passerelles 2", "Passerelles 3"):
            espace_rencontre(monde.caf, monde.passerelles.gestionnaire, monde.portefeuille, nom)
        assert requetes(client, monde.conseiller, RECHERCHE, q="passerelles") == avant
