"""Thresholds, barèmes and rules: refused, announced, confirmed, told, deleted or not."""

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from declarations.models import RegleCalendrier, SeuilControle
from habilitations.models import Utilisateur
from portal.accueil.groupes import ADMINISTRATION_NATIONALE
from portal.accueil.referentiels import charger_referentiels
from portal.socle.models import LigneJournal
from subventions.models import LigneBareme
from tests.declarations.listes import texte
from tests.monde import Monde

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


@pytest.fixture
def national(client: Client) -> Utilisateur:
    charger_referentiels()
    personne = Utilisateur.objects.create_user("n@exemple.test", is_staff=True)
    personne.groups.add(Group.objects.get(name=ADMINISTRATION_NATIONALE))
    client.force_login(personne)
    return personne


def envoyer(client: Client, objet: Any, **champs: object) -> str:
    """Send the form of a row, changed; the text of what answers."""
    modele = objet._meta.model_name
    adresse = reverse(f"admin:{objet._meta.app_label}_{modele}_change", args=[objet.pk])
    envoi = {nom: "" if v is None else v for nom, v in valeurs(objet).items()} | champs
    reponse = client.post(adresse, envoi, follow=True)
    return texte(reponse.content.decode())


def valeurs(objet: Any) -> dict[str, Any]:
    return {
        champ.name: getattr(objet, champ.attname)
        for champ in objet._meta.fields
        if not champ.primary_key
    }


class TestSeuils:
    @pytest.mark.parametrize(
        ("code", "valeur", "message"),
        [
            ("C12.maximum", "7", "Le maximum est au-dessous du minimum (8.00)."),
            ("C12.minimum", "13", "Le minimum dépasse le maximum (12.00)."),
            ("C06.ecart", "-3", "Un seuil est plus grand que zéro."),
            ("C06.ecart", "0", "Un seuil est plus grand que zéro."),
            ("C21.ecart", "101", "Un seuil en % ne dépasse pas 100."),
        ],
    )
    def test_refus(
        self, client: Client, national: Utilisateur, code: str, valeur: str, message: str
    ) -> None:
        seuil = SeuilControle.objects.get(code=code)
        avant = seuil.valeur
        assert message in envoyer(client, seuil, valeur=valeur, _confirme="Confirmer")
        seuil.refresh_from_db()
        assert seuil.valeur == avant

    def test_annonce_puis_confirme(
        self, monde: Monde, client: Client, national: Utilisateur
    ) -> None:
        monde.declaration()
        seuil = SeuilControle.objects.get(code="C06.ecart")
        page = envoyer(client, seuil, valeur="15")
        assert "Ce qui sera enregistré" in page
        assert "1 déclaration chez les partenaires" in page
        seuil.refresh_from_db()
        assert seuil.valeur == Decimal(10)
        envoyer(client, seuil, valeur="15", _confirme="Confirmer")
        seuil.refresh_from_db()
        assert seuil.valeur == Decimal(15)
        ligne = LigneJournal.objects.sur(seuil).get()
        assert ligne.details["valeurs"] == {"Valeur": ["10", "15"]}
        historique = client.get(
            reverse("admin:declarations_seuilcontrole_history", args=[seuil.pk])
        )
        assert "Valeur (10 → 15)" in historique.content.decode()

    def test_rien_de_change_rien_a_confirmer(self, client: Client, national: Utilisateur) -> None:
        seuil = SeuilControle.objects.get(code="C06.ecart")
        assert "Ce qui sera enregistré" not in envoyer(client, seuil)


class TestBaremes:
    def test_ils_ne_se_modifient_que_par_une_proposition(
        self, client: Client, national: Utilisateur
    ) -> None:
        ligne = LigneBareme.objects.get(caf=None, dispositif="diagnostic", parametre="taux")
        for verbe, arguments in (("change", [ligne.pk]), ("delete", [ligne.pk]), ("add", [])):
            adresse = reverse(f"admin:subventions_lignebareme_{verbe}", args=arguments)
            assert client.post(adresse, {"valeur": "0.9", "post": "yes"}).status_code == 403
        assert LigneBareme.objects.get(pk=ligne.pk).valeur == ligne.valeur


class TestRegles:
    @pytest.mark.parametrize(
        ("champs", "message"),
        [
            ({"echeance_jour": "31", "echeance_mois": "4"}, "Ce jour n’existe pas dans ce mois."),
            ({"echeance_decalage": "20"}, "De -1 (année d’avant) à 2 (deux ans après)."),
            ({"ouverture_decalage": "2"}, "L’ouverture précède l’échéance."),
            ({"delai_saisie": "400"}, "366 jours au plus"),
        ],
    )
    def test_refus(
        self, client: Client, national: Utilisateur, champs: dict[str, str], message: str
    ) -> None:
        regle = RegleCalendrier.objects.get(caf=None, dispositif="er", nature="reelle")
        assert message in envoyer(client, regle, **champs)

    def test_celles_d_une_caf_ne_sont_pas_la(
        self, monde: Monde, client: Client, national: Utilisateur
    ) -> None:
        """They are kept on the pages of the Caf; a second national one is refused."""
        regle = RegleCalendrier.objects.get(caf=None, dispositif="er", nature="reelle")
        envoi = {n: "" if v is None else v for n, v in valeurs(regle).items()}
        locale = RegleCalendrier.objects.get(pk=regle.pk)
        locale.pk, locale.caf = None, monde.caf
        locale.save()
        adresse = reverse("admin:declarations_reglecalendrier_change", args=[locale.pk])
        assert client.post(adresse, envoi).status_code == 302
        assert "n’existe" in texte(client.get(adresse, follow=True).content.decode())
        ajout = reverse("admin:declarations_reglecalendrier_add")
        reponse = client.post(ajout, envoi | {"_confirme": "Confirmer"})
        assert "Cette règle de calendrier existe déjà." in texte(reponse.content.decode())
        assert RegleCalendrier.objects.filter(dispositif="er", nature="reelle").count() == 2
