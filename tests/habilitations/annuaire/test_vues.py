"""The screens of the annuaire: lists, fiches, acts, exports; what each person finds there."""

import pytest
from django.test import Client
from django.urls import reverse

from habilitations.models import Adhesion, Gestionnaire
from portal.socle.lecture_classeurs import lire_classeur
from tests.declarations.listes import page, requetes, texte
from tests.monde import SIRETS, Monde, espace_rencontre

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
GESTIONNAIRES, EQUIPEMENTS = "/annuaire/gestionnaires/", "/annuaire/equipements/"


def adresse(nom: str, *args: object) -> str:
    return reverse(f"annuaire:{nom}", args=args)


class TestListes:
    def test_la_caf_de_chacun(self, monde: Monde, client: Client) -> None:
        autre = Gestionnaire.objects.create(siret=SIRETS[3], nom="Nordistes", nature="association")
        Adhesion.objects.create(caf=monde.autre_caf, gestionnaire=autre)
        lue = page(client, monde.responsable, GESTIONNAIRES)
        assert "2 gestionnaires" in texte(lue)
        assert "Nordistes" not in lue
        lue = page(client, monde.national, GESTIONNAIRES, caf=monde.autre_caf.pk)
        assert "Nordistes" in lue
        assert "Les Passerelles" not in lue

    @pytest.mark.parametrize(
        ("filtres", "trouve"),
        [
            ({"q": "981 234"}, True),
            ({"q": "voisins"}, False),
            ({"nature": "association"}, True),
            ({"nature": "collectivite"}, False),
            ({"adhesion": "complete"}, True),
            ({"adhesion": "sans"}, False),
        ],
    )
    def test_filtres_et_export_disent_la_meme_chose(
        self, monde: Monde, client: Client, filtres: dict[str, str], trouve: bool
    ) -> None:
        lue = page(client, monde.responsable, GESTIONNAIRES, **filtres)
        assert ("Association Les Passerelles" in lue) is trouve
        fichier = client.get(adresse("exporter_gestionnaires"), filtres)
        assert fichier["Cache-Control"] == "private, no-store"
        lignes = lire_classeur(fichier.content)["Gestionnaires"].lignes
        assert (SIRETS[0] in [ligne[0] for ligne in lignes]) is trouve

    def test_equipements(self, monde: Monde, client: Client) -> None:
        lue = page(client, monde.responsable, EQUIPEMENTS, q="lac", etat="ouverts")
        assert "1 équipement" in texte(lue)
        assert monde.er_voisin.nom in lue
        assert "Aucun équipement" in page(client, monde.responsable, EQUIPEMENTS, etat="fermes")

    def test_autant_de_requetes_pour_beaucoup(self, monde: Monde, client: Client) -> None:
        adresses = (GESTIONNAIRES, EQUIPEMENTS)
        avant = [requetes(client, monde.responsable, a) for a in adresses]
        for rang in range(30):
            g = Gestionnaire.objects.create(
                siret=f"{90000000000000 + rang}", nom=f"Asso {rang}", nature="association"
            )
            Adhesion.objects.create(caf=monde.caf, gestionnaire=g)
            espace_rencontre(monde.caf, g, monde.portefeuille, f"ER {rang}", ("L",))
        assert [requetes(client, monde.responsable, a) for a in adresses] == avant


class TestFiches:
    def test_le_gestionnaire_et_ce_qui_lui_est_arrive(self, monde: Monde, client: Client) -> None:
        objet = monde.passerelles.gestionnaire
        client.force_login(monde.responsable)
        ecrit = {"nom": "Les Passerelles", "nature": "association", "adresse": "3 rue Neuve"}
        reponse = client.post(
            f"{adresse('modifier_gestionnaire', objet.pk)}?caf={monde.caf.pk}", ecrit
        )
        assert reponse.status_code == 302
        lue = texte(client.get(reponse["Location"]).content.decode())
        for dit in (
            "La fiche est enregistrée",
            "« Les Passerelles » au lieu de « Association Les Passerelles »",
            "adresse : « 3 rue Neuve »",
            "Rose Responsable",
            "Espace de rencontre Les Passerelles",
        ):
            assert dit in lue, dit

    def test_avant_de_changer_un_siret_on_lit_ce_qui_arrive(
        self, monde: Monde, client: Client
    ) -> None:
        lue = texte(
            page(client, monde.responsable, adresse("siret", monde.passerelles.gestionnaire.pk))
        )
        assert "3 droits restent valables" in lue
        assert "Signer de nouveau" in lue
        lue = texte(
            page(client, monde.national, adresse("siret", monde.passerelles.gestionnaire.pk))
        )
        assert "Signer de nouveau" not in lue

    def test_l_equipement(self, monde: Monde, client: Client) -> None:
        lue = texte(page(client, monde.responsable, adresse("equipement", monde.er.pk)))
        for dit in ("Ouvert", "Chambéry", "COF-2024-01", "Secteur 1", "Ajouter un lieu"):
            assert dit in lue
        lue = page(client, monde.conseiller, f"/equipements/{monde.er.pk}/")
        assert adresse("ajouter_lieu", monde.er.pk) in lue
        fiche = f'href="{adresse("equipement", monde.er.pk)}"'
        assert fiche not in lue
        assert fiche in page(client, monde.responsable, f"/equipements/{monde.er.pk}/")

    def test_deux_personnes_sur_la_meme_fiche(self, monde: Monde, client: Client) -> None:
        """The second reads what the first wrote, keeps what they typed, and may save it then."""
        objet = monde.passerelles.gestionnaire
        chemin = f"{adresse('modifier_gestionnaire', objet.pk)}?caf={monde.caf.pk}"
        client.force_login(monde.responsable)
        depuis = client.get(chemin).context["formulaire"]["depuis"].value()
        Gestionnaire.objects.filter(pk=objet.pk).update(nom="Changé ailleurs")
        ecrit = {"nom": "Le mien", "nature": "association", "adresse": "", "depuis": depuis}
        reponse = client.post(chemin, ecrit)
        assert reponse.status_code == 422
        assert "Changé ailleurs" in reponse.content.decode()
        assert 'value="Le mien"' in reponse.content.decode()
        ecrit["depuis"] = reponse.context["formulaire"]["depuis"].value()
        assert client.post(chemin, ecrit).status_code == 302
        objet.refresh_from_db()
        assert objet.nom == "Le mien"
