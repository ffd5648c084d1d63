"""The open data of a Caf: from definitive rights to the file, its page and its command."""

import csv
import io
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from habilitations.models import Gestionnaire
from portal.socle.models import LectureSensible
from portal.socle.refus import ActionRefusee
from subventions.diagnostics.services.demandes import accepter, payer, refuser
from subventions.models import DemandeDiagnostic, Droit
from subventions.ouvertes.services.octrois import (
    PERSONNES_MORALES,
    annees_connues,
    octrois_de,
    preparer,
)
from tests.declarations.listes import page
from tests.monde import JOUR, Monde, acteur
from tests.subventions.diagnostics.outils import MOTIF, demande
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


def test_chaque_nature_de_gestionnaire_est_une_personne_morale_dite() -> None:
    """A nature that would be added is left out until somebody says what it is."""
    assert set(PERSONNES_MORALES) == set(Gestionnaire.Nature)


def test_une_personne_physique_n_est_ni_publiee_ni_comptee(monde: Monde, droit: Droit) -> None:
    """Its diagnostic neither; what a legal person was granted beside it does not change."""
    accordee(monde)
    assert len(octrois_de(monde.caf)) == 2
    physique = Gestionnaire.objects.filter(pk=droit.gestionnaire_id)
    physique.update(nature="entrepreneur")
    assert octrois_de(monde.caf) == []
    assert rangees(preparer(monde.caf).contenu) == []


def test_un_diagnostic_accepte_fait_une_ligne_payee_ou_non(monde: Monde, droit: Droit) -> None:
    demandee = accordee(monde)
    assert annees_connues(monde.caf) == [2026, 2025]
    (octroi,) = octrois_de(monde.caf, 2026)
    assert octroi.montant == demandee.calcul.montant == Decimal("7500.00")
    assert (octroi.reference, octroi.exercice) == (f"DIAGNOSTIC-2026-{demandee.pk}", "2026")
    assert octroi.debut == octroi.fin == JOUR
    payee = payer(demandee.pk, le=JOUR, acteur=acteur(monde.conseiller))
    assert octrois_de(monde.caf, 2026) == [octroi]
    # Alone under the threshold; with the right of the same partner and year, above it.
    assert {li["exercice"] for li in rangees(preparer(monde.caf).contenu)} == {"2025"}
    droit_de(monde, nature="previsionnelle", annee=2026)
    lignes = rangees(preparer(monde.caf, 2026).contenu)
    assert fautes(lignes) == []
    (ligne,) = [li for li in lignes if li["referenceDecision"] == octroi.reference]
    assert (ligne["conditionsVersement"], ligne["montant"]) == ("unique", "7500.00")
    assert ligne["datesPeriodeVersement"] == f"{payee.paye_le}/{payee.paye_le}"


def test_un_diagnostic_demande_ou_refuse_n_est_pas_attribue(monde: Monde) -> None:
    demandee = demande(monde)
    assert octrois_de(monde.caf) == []
    refuser(demandee.pk, motif=MOTIF, acteur=acteur(monde.conseiller))
    assert octrois_de(monde.caf) == []


def accordee(monde: Monde) -> DemandeDiagnostic:
    """A study of 18 000 €, accepted."""
    return accepter(demande(monde).pk, acteur=acteur(monde.conseiller))


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
    for code, message in (("999", "Aucune Caf"), ("59", "SIRET")):
        with pytest.raises(CommandError, match=message):
            call_command("donnees_ouvertes", code)


def test_le_nombre_de_requetes_ne_depend_pas_des_droits(
    monde: Monde, droit: Droit, django_assert_num_queries: object
) -> None:
    droit_de(monde, nature="previsionnelle", annee=2026)
    with django_assert_num_queries(4):
        octrois_de(monde.caf)
