"""Thresholds, barèmes, windows and rules: refused, announced, confirmed, told, deleted or not."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from declarations.models import Campagne, RegleCalendrier, SeuilControle
from habilitations.models import Utilisateur
from portal.accueil.groupes import ADMINISTRATION_NATIONALE
from portal.accueil.referentiels import charger_referentiels
from portal.socle.models import LigneJournal
from subventions.models import LigneBareme
from tests.declarations.listes import texte
from tests.monde import Monde, campagne_er

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


class TestCampagnes:
    @pytest.mark.parametrize(
        ("champs", "message"),
        [
            ({"ferme_le": "2046-03-15"}, "Cette date est loin de l’exercice"),
            ({"ouvre_le": "2025-01-01", "ferme_le": "2026-06-01"}, "366 jours au plus"),
            ({"ouvre_le": "2026-02-14"}, "L’ouverture précède l’échéance"),
        ],
    )
    def test_refus(
        self,
        monde: Monde,
        client: Client,
        national: Utilisateur,
        champs: dict[str, str],
        message: str,
    ) -> None:
        campagne = campagne_er(monde.caf)
        assert message in envoyer(client, campagne, **champs)
        campagne.refresh_from_db()
        assert campagne.ferme_le == date(2026, 3, 15)

    def test_un_exercice_sans_grille(
        self, monde: Monde, client: Client, national: Utilisateur
    ) -> None:
        neuve = valeurs(Campagne(caf=monde.caf, dispositif="er", nature="reelle", annee=1999))
        jours = {"ouvre_le": "1999-01-01", "echeance_le": "1999-02-01", "ferme_le": "1999-03-01"}
        envoi = {n: v for n, v in (neuve | jours).items() if v is not None}
        reponse = client.post(reverse("admin:declarations_campagne_add"), envoi)
        assert "Aucune grille ne couvre l’exercice 1999." in reponse.content.decode()
        assert not Campagne.objects.filter(annee=1999).exists()

    def test_ce_qui_a_servi_reste_le_reste_se_supprime(
        self, monde: Monde, client: Client, national: Utilisateur
    ) -> None:
        servie, vide = monde.declaration().campagne, campagne_er(monde.caf, annee=2027)
        for campagne, code in ((servie, 403), (vide, 302)):
            adresse = reverse("admin:declarations_campagne_delete", args=[campagne.pk])
            assert client.post(adresse, {"post": "yes"}).status_code == code
        assert list(Campagne.objects.values_list("pk", flat=True)) == [servie.pk]

    def test_une_fermeture_avancee_est_annoncee(
        self, monde: Monde, client: Client, national: Utilisateur
    ) -> None:
        page = envoyer(client, monde.declaration().campagne, ferme_le="2026-02-20")
        assert "La saisie se fermera le 20 février 2026 au soir" in page


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
