"""The open data of a Caf: from definitive rights to the file, its page and its command."""

import csv
import io
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from portal.socle.models import LectureSensible
from portal.socle.refus import ActionRefusee
from subventions.models import Droit
from subventions.ouvertes.services.octrois import octrois_de, preparer
from tests.declarations.listes import page
from tests.monde import Monde
from tests.subventions.droits.ouverts import decider, droit_de
from tests.subventions.ouvertes.schema import fautes

PAGE, FICHIER = reverse("ouvertes:page"), reverse("ouvertes:fichier")
SIRET = "38047555800058"
pytestmark = pytest.mark.usefixtures("fige")


@pytest.fixture
def droit(monde: Monde) -> Droit:
    """The réel 2025 of the ER, definitive; the Caf has its SIRET."""
    monde.caf.siret = SIRET
    monde.caf.save()
    return droit_de(monde)


def rangees(contenu: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(contenu.decode())))


def test_un_droit_definitif_fait_une_ligne_du_schema(monde: Monde, droit: Droit) -> None:
    (ligne,) = rangees(preparer(monde.caf).contenu)
    assert fautes([ligne]) == []
    assert (ligne["idAttribuant"], ligne["idBeneficiaire"]) == (SIRET, "98123400800010")
    assert (ligne["exercice"], ligne["dateConvention"]) == ("2025", "2023-01-01")
    assert Decimal(ligne["montant"]) == droit.calcul.montant


def test_le_montant_est_celui_qui_est_retenu(monde: Monde, droit: Droit) -> None:
    decider(droit, monde)
    (octroi,) = octrois_de(monde.caf)
    assert octroi.montant == droit.calcul.montant - 500


def test_le_reel_compte_seul_une_fois_definitif(monde: Monde, droit: Droit) -> None:
    droit_de(monde, nature="previsionnelle", annee=2026)
    assert [o.annee for o in octrois_de(monde.caf)] == [2025, 2026]
    assert [o.annee for o in octrois_de(monde.caf, 2026)] == [2026]
    droit_de(monde, nature="previsionnelle", annee=2025)
    du_2025 = octrois_de(monde.caf, 2025)
    assert [o.reference for o in du_2025] == [f"ER-2025-{droit.pk}"]


def test_un_droit_provisoire_n_est_pas_attribue(monde: Monde) -> None:
    droit_de(monde, "transmise")
    assert octrois_de(monde.caf) == []


def test_ni_les_autres_caf_ni_qui_n_est_pas_une_personne_morale(monde: Monde, droit: Droit) -> None:
    assert octrois_de(monde.autre_caf) == []
    type(droit.gestionnaire).objects.filter(pk=droit.gestionnaire_id).update(nature="particulier")
    assert octrois_de(monde.caf) == []


def test_sans_siret_rien_ne_se_publie(monde: Monde) -> None:
    with pytest.raises(ActionRefusee, match="SIRET"):
        preparer(monde.caf)


class TestPage:
    def test_ce_qui_serait_publie_puis_le_fichier(
        self, monde: Monde, client: Client, droit: Droit
    ) -> None:
        contenu = page(client, monde.ccd, PAGE)
        assert "1 attribution" in contenu
        assert "Association Les Passerelles" in contenu
        reponse = client.get(FICHIER, {"annee": "2025"})
        assert reponse.content == preparer(monde.caf, 2025).contenu
        assert "subventions-73-exercice-2025" in reponse["Content-Disposition"]
        lecture = LectureSensible.objects.get(action="lecture.export")
        assert (lecture.caf_id, lecture.precision) == (monde.caf.pk, "données ouvertes : 2025")

    def test_sans_siret_la_page_le_dit(self, monde: Monde, client: Client) -> None:
        assert "Le SIRET de cette Caf n’est pas renseigné" in page(client, monde.ccd, PAGE)
        assert client.get(FICHIER).status_code == 302

    def test_une_caf_n_ouvre_pas_celle_d_une_autre(self, monde: Monde, client: Client) -> None:
        client.force_login(monde.ccd)
        assert client.get(PAGE, {"caf": monde.autre_caf.pk}).status_code == 404
        client.force_login(monde.national)
        assert client.get(PAGE, {"caf": monde.autre_caf.pk}).status_code == 200


def test_la_commande_ecrit_le_meme_fichier(monde: Monde, droit: Droit) -> None:
    sortie = io.StringIO()
    call_command("donnees_ouvertes", "73", stdout=sortie)
    assert sortie.getvalue().encode() == preparer(monde.caf).contenu
    for demande, message in (("999", "Aucune Caf"), ("59", "SIRET")):
        with pytest.raises(CommandError, match=message):
            call_command("donnees_ouvertes", demande)


def test_le_nombre_de_requetes_ne_depend_pas_des_droits(
    monde: Monde, droit: Droit, django_assert_num_queries: object
) -> None:
    droit_de(monde, nature="previsionnelle", annee=2026)
    with django_assert_num_queries(3):
        octrois_de(monde.caf)
