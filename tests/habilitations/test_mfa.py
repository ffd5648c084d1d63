"""Second factor: who must have one, and what happens until it is set up."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from habilitations.models import Role, Utilisateur
from habilitations.permissions import doit_avoir_mfa
from tests.habilitations.test_visibilite import qui
from tests.monde import Monde, acteur, habiliter, personne

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
OBLIGES = (
    "passerelles.approbateur",
    "conseiller",
    "remplacant",
    "ccd",
    "responsable",
    "national",
)
LIBRES = ("passerelles.activite", "passerelles.finances")


@pytest.mark.parametrize("nom", OBLIGES)
def test_oblige(monde: Monde, nom: str) -> None:
    assert doit_avoir_mfa(acteur(qui(monde, nom)))


@pytest.mark.parametrize("nom", LIBRES)
def test_propose_seulement(monde: Monde, nom: str) -> None:
    assert not doit_avoir_mfa(acteur(qui(monde, nom)))


def test_gestionnaire_des_habilitations(monde: Monde) -> None:
    camille = personne("camille")
    assert not doit_avoir_mfa(acteur(camille))
    habiliter(camille, monde.passerelles.gestionnaire, monde.caf, Role.GESTIONNAIRE_HABILITATIONS)
    assert doit_avoir_mfa(acteur(camille))


def test_quiconque_ouvre_l_administration() -> None:
    assert doit_avoir_mfa(acteur(Utilisateur.objects.create_user("a@exemple.test", is_staff=True)))


class TestIntergiciel:
    @pytest.fixture(autouse=True)
    def obligatoire(self, settings) -> None:
        settings.MFA_OBLIGATOIRE = True

    @pytest.mark.parametrize("nom", OBLIGES)
    def test_retient_qui_doit_l_activer(self, monde: Monde, client, nom: str) -> None:
        client.force_login(qui(monde, nom))
        reponse = client.get(reverse("accueil:a_faire"), follow=True)
        assert reponse.redirect_chain[0] == (reverse("mfa_index"), 302)
        assert "double authentification" in str(next(iter(reponse.context["messages"])))

    @pytest.mark.parametrize("nom", LIBRES)
    def test_laisse_passer_les_autres(self, monde: Monde, client, nom: str) -> None:
        client.force_login(qui(monde, nom))
        assert client.get(reverse("accueil:a_faire")).status_code == 200

    def test_laisse_passer_les_anonymes(self, client) -> None:
        assert client.get(reverse("accueil:public")).status_code == 200

    def test_retient_qui_recoit_le_role_en_pleine_session(self, monde: Monde, client) -> None:
        """The very next page asks for it; JSON of a script too."""
        alice, page = monde.passerelles.activite, reverse("accueil:a_faire")
        client.force_login(alice)
        assert client.get(page).status_code == 200
        habiliter(alice, monde.passerelles.gestionnaire, monde.caf, Role.APPROBATEUR)
        assert client.get(page).headers["Location"] == reverse("mfa_index")
        assert client.get(page, headers={"accept": "application/json"}).status_code == 401
        TOTP.activate(alice, generate_totp_secret())
        assert client.get(page).status_code == 200

    def test_laisse_passer_une_fois_active(self, monde: Monde, client) -> None:
        TOTP.activate(monde.conseiller, generate_totp_secret())
        client.force_login(monde.conseiller)
        assert client.get(reverse("accueil:a_faire")).status_code == 200

    def test_on_peut_encore_se_deconnecter_et_l_activer(self, monde: Monde, client) -> None:
        client.force_login(monde.conseiller)
        assert client.get(reverse("mfa_index")).status_code == 200
        assert client.get(reverse("account_logout")).status_code == 200

    def test_une_adresse_inconnue_reste_un_404(self, monde: Monde, client) -> None:
        client.force_login(monde.conseiller)
        assert client.get("/nulle-part/").status_code == 404

    def test_eteint_dans_la_demonstration(self, monde: Monde, client, settings) -> None:
        settings.MFA_OBLIGATOIRE = False
        client.force_login(monde.conseiller)
        assert client.get(reverse("accueil:a_faire")).status_code == 200
