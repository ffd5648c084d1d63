"""Rights that stood before keys did, signed by a command; all of them verified by another."""

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from habilitations.models import Adhesion, AlerteDroit, Delegation, Habilitation
from habilitations.tasks import verifier_les_droits
from portal.socle.models import LigneJournal
from tests.habilitations.services.actes import delegue, motif_de
from tests.habilitations.services.commandes import commande
from tests.monde import Monde, acteur, adherer, amender

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


class TestInstallationExistante:
    """Rights of before signatures give nothing until a responsable signs them."""

    @pytest.fixture
    def anciens(self, monde: Monde) -> None:
        Habilitation.objects.update(
            signature="", forme=0, signee_le=None, signee_par=None, cle=None, base=None
        )

    def test_rien_puis_tout(self, monde: Monde, anciens: None) -> None:
        assert acteur(monde.passerelles.activite).habilitations == []
        par = ("73", "--par", monde.responsable.email)
        assert "6\u00a0actes à signer" in commande("signer_les_droits", *par)
        assert acteur(monde.passerelles.activite).habilitations == []
        assert "6\u00a0actes signés" in commande("signer_les_droits", *par, "--confirmer")
        assert {motif_de(d) for d in Habilitation.objects.all()} == {None}
        assert "0\u00a0acte" in commande("signer_les_droits", *par, "--confirmer")
        [ligne] = LigneJournal.objects.filter(action="droits.signes")
        assert len(ligne.details["droits"]) == 6

    def test_les_adhesions_aussi(self, monde: Monde) -> None:
        """Complete before adhesions were signed: nothing rests on them until they are."""
        Adhesion.objects.update(signature="", forme=0, signee_le=None, signee_par=None, cle=None)
        assert acteur(monde.passerelles.activite).habilitations == []
        par = ("73", "--par", monde.responsable.email)
        assert "2\u00a0actes à signer" in commande("signer_les_droits", *par)
        assert "adhésion n° " in commande("signer_les_droits", *par, "--confirmer")
        assert {motif_de(d) for d in Habilitation.objects.all()} == {None}
        assert "0\u00a0acte" in commande("signer_les_droits", *par, "--confirmer")
        [ligne] = LigneJournal.objects.filter(action="droits.signes")
        assert len(ligne.details["adhesions"]) == 2

    def test_sans_adhesion_il_reste(self, monde: Monde, anciens: None) -> None:
        gestionnaire = monde.voisins.gestionnaire
        gestionnaire.adhesions.update(caf=monde.autre_caf)
        par = ("73", "--par", monde.responsable.email)
        assert "3\u00a0laissés" in commande("signer_les_droits", *par, "--confirmer")

    @pytest.mark.parametrize("arguments", [("99", "--par", "x"), ("73", "--par", "x@y.z")])
    def test_ni_caf_ni_personne_inconnues(self, monde: Monde, arguments: tuple[str, ...]) -> None:
        with pytest.raises(CommandError):
            commande("signer_les_droits", *arguments)


class TestVerifierTous:
    def test_tous_se_verifient(self, monde: Monde) -> None:
        assert json.loads(commande("verifier_droits")) == {"verifies": 6, "refuses": []}
        assert verifier_les_droits() == 0

    def test_ce_qui_n_a_pas_de_droit_se_lit_aussi(self, monde: Monde) -> None:
        """A delegation and an adhesion that nothing rests on: under no right."""
        delegation, _ = delegue(monde)
        seule = adherer(monde.autre_caf, monde.passerelles.gestionnaire)
        Delegation.objects.filter(pk=delegation.pk).update(au="2030-01-01")
        Adhesion.objects.filter(pk=seule.pk).update(mode="delegue")
        sortie = StringIO()
        with pytest.raises(CommandError) as fin:
            call_command("verifier_droits", stdout=sortie)
        assert fin.value.returncode == 1
        fausse = {"droit": None, "motif": "signature_fausse"}
        assert json.loads(sortie.getvalue()) == {
            "verifies": 7,
            "refuses": [
                {**fausse, "delegation": delegation.pk},
                {**fausse, "adhesion": seule.pk},
            ],
        }

    def test_chaque_refus_se_lit_et_la_sortie_est_1(self, monde: Monde) -> None:
        [droit] = monde.passerelles.activite.habilitations.all()
        Habilitation.objects.filter(pk=droit.pk).update(du="2019-01-01")
        sortie = StringIO()
        with pytest.raises(CommandError) as fin:
            call_command("verifier_droits", stdout=sortie)
        assert fin.value.returncode == 1
        assert json.loads(sortie.getvalue()) == {
            "verifies": 5,
            "refuses": [{"droit": droit.pk, "motif": "signature_fausse"}],
        }

    def test_un_droit_fini_ou_suspendu_se_verifie(self, monde: Monde) -> None:
        amender(monde.passerelles.gestionnaire.adhesions.all(), fin_le=date(2020, 6, 30))
        assert json.loads(commande("verifier_droits"))["refuses"] == []

    def test_la_tache_previent_une_fois(
        self, monde: Monde, django_assert_max_num_queries: Any
    ) -> None:
        Habilitation.objects.update(au="2019-12-31", du="2019-01-01")
        assert [verifier_les_droits() for _ in range(2)] == [6, 6]
        assert AlerteDroit.objects.count() == 6
        with django_assert_max_num_queries(11):
            verifier_les_droits()
