"""What is written on a fiche: notification, posts; by whom, refused how."""

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Version
from habilitations.models import (
    Convention,
    Equipement,
    PosteConventionne,
)
from tests.habilitations.fiches import convention_ctg, projet_clas
from tests.habilitations.views.envois import DEMAIN, envoyer
from tests.monde import Monde

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
COURRIER = {"collectifs": "4", "reference": "N-2025-17", "notifiee_le": "2026-01-12"}


class TestNotification:
    @pytest.fixture
    def clas(self, monde: Monde, client: Client) -> Equipement:
        client.force_login(monde.conseiller)
        return projet_clas(monde)

    def test_inscrire_puis_reprendre(self, client: Client, clas: Equipement) -> None:
        code, lue = envoyer(client, "habilitations:notification", clas.pk, 2025, **COURRIER)
        assert code == 302
        assert "La notification 2025-2026 est enregistrée." in lue
        assert clas.notifications.get(annee=2025).collectifs == 4
        adresse = reverse("habilitations:notification", args=[clas.pk, 2025])
        reprise = client.get(adresse).content.decode()
        assert 'value="N-2025-17"' in reprise
        assert 'value="2026-01-12"' in reprise

    @pytest.mark.parametrize(
        ("champ", "valeur", "message"),
        [
            ("collectifs", "100", "compris entre 0 et 99"),
            ("collectifs", "-1", "compris entre 0 et 99"),
            ("collectifs", "deux", "nombre entier"),
            ("collectifs", "", "Indiquez le nombre de collectifs"),
            ("reference", "", "Indiquez la référence"),
            ("notifiee_le", DEMAIN, "à venir"),
            ("notifiee_le", "hier", "JJ/MM/AAAA"),
        ],
    )
    def test_refus_a_cote_du_champ(
        self, client: Client, clas: Equipement, champ: str, valeur: str, message: str
    ) -> None:
        champs = COURRIER | {champ: valeur}
        code, lue = envoyer(client, "habilitations:notification", clas.pk, 2025, **champs)
        assert code == 422
        assert message in lue
        assert not clas.notifications.exists()

    @pytest.mark.parametrize("annee", [2023, 2028])
    def test_hors_convention(self, client: Client, clas: Equipement, annee: int) -> None:
        assert envoyer(client, "habilitations:notification", clas.pk, annee)[0] == 404

    def test_pas_pour_un_autre_dispositif(
        self, monde: Monde, client: Client, clas: Equipement
    ) -> None:
        assert envoyer(client, "habilitations:notification", monde.er.pk, 2025)[0] == 404


class TestPostes:
    @pytest.fixture
    def convention(self, monde: Monde, client: Client) -> Convention:
        client.force_login(monde.conseiller)
        return convention_ctg(monde)

    def ajouter(self, client: Client, convention: Convention, **champs: str) -> tuple[int, str]:
        args = (convention.equipement_id, convention.pk)
        poste = {"intitule": "Petite enfance", "etp": "0,8"} | champs
        return envoyer(client, "habilitations:poste_nouveau", *args, **poste)

    def test_ajouter_modifier_retirer(self, client: Client, convention: Convention) -> None:
        pk = convention.equipement_id
        assert "Le poste est ajouté" in self.ajouter(client, convention)[1]
        poste = PosteConventionne.objects.get()
        adresse = reverse("habilitations:poste", args=[pk, poste.pk])
        assert 'value="0,8"' in client.get(adresse).content.decode()
        champs = {"intitule": "Jeunesse", "etp": "0.5"}
        assert envoyer(client, "habilitations:poste", pk, poste.pk, **champs)[0] == 302
        poste.refresh_from_db()
        assert (poste.intitule, str(poste.etp)) == ("Jeunesse", "0.50")
        assert client.get(reverse("declarations:retirer_poste", args=[pk, poste.pk]))
        _, lue = envoyer(client, "declarations:retirer_poste", pk, poste.pk)
        assert "Le poste est retiré" in lue
        assert not PosteConventionne.objects.exists()
        assert envoyer(client, "declarations:retirer_poste", pk, poste.pk)[0] == 404

    @pytest.mark.parametrize(
        ("champs", "message"),
        [
            ({"etp": "0"}, "supérieur à 0"),
            ({"etp": "beaucoup"}, "nombre"),
            ({"etp": "0,125"}, "décimales"),
            ({"intitule": ""}, "Indiquez l’intitulé"),
        ],
    )
    def test_refus(
        self, client: Client, convention: Convention, champs: dict[str, str], message: str
    ) -> None:
        code, lue = self.ajouter(client, convention, **champs)
        assert code == 422
        assert message in lue

    def test_homonyme(self, client: Client, convention: Convention) -> None:
        self.ajouter(client, convention)
        code, lue = self.ajouter(client, convention, etp="1")
        assert code == 422
        assert "déjà un poste de cet intitulé" in lue

    def test_un_poste_declare_reste(self, monde: Monde, client: Client, convention) -> None:
        self.ajouter(client, convention)
        poste = PosteConventionne.objects.get()
        declaration = monde.declaration()
        declaration.equipement = convention.equipement
        declaration.save()
        Version.objects.filter(declaration=declaration).update(
            lignes=[{"cle": "p1", "libelle": "Ana", "poste_conventionne": poste.pk}]
        )
        pk = convention.equipement_id
        code, lue = envoyer(client, "declarations:retirer_poste", pk, poste.pk)
        assert code == 302
        assert "porte sur ce poste" in lue
        assert PosteConventionne.objects.filter(pk=poste.pk).exists()

    def test_seulement_sur_la_bonne_fiche(self, monde: Monde, client: Client, convention) -> None:
        self.ajouter(client, convention)
        poste = PosteConventionne.objects.get()
        for nom in ("habilitations:poste", "declarations:retirer_poste"):
            assert client.get(reverse(nom, args=[monde.er.pk, poste.pk])).status_code == 404
        args = [monde.er.pk, convention.pk]
        assert client.get(reverse("habilitations:poste_nouveau", args=args)).status_code == 404

    def test_pas_pour_un_autre_dispositif(
        self, monde: Monde, client: Client, convention: Convention
    ) -> None:
        cof = monde.er.conventions.get()
        code, lue = self.ajouter(client, cof)
        assert code == 302
        assert "coordination CTG" in lue
