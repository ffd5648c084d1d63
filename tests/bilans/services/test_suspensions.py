"""CLAS: no bilan at the deadline, the right is suspended; sent or allowed later, restored."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from bilans.models import Bilan, CampagneBilan
from bilans.regles.suspension import suspend_le_droit
from bilans.services.derogations import accorder_derogation
from bilans.services.suspensions import suspendre_les_droits
from bilans.services.validation import declarer_sans_objet, retablir
from portal.dossiers.models import Derogation, Dossier
from portal.dossiers.regles.echeances import Echeance
from portal.socle.models import LigneJournal
from subventions.models import CauseSuspension, SuspensionDroit
from subventions.services.suspensions import lever, suspendre, suspensions_de
from tests.bilans.bilans import bilan_cct, bilan_clas
from tests.bilans.test_contraintes import envoi
from tests.monde import MAINTENANT, PARIS, Monde, acteur

ECHEANCE = date(2026, 3, 31)
LENDEMAIN = ECHEANCE + timedelta(days=1)


def suspendu(bilan: Bilan) -> bool:
    return bool(suspensions_de(bilan.equipement_id, bilan.annee))


@pytest.mark.parametrize(
    ("dispositif", "etat", "jours", "attendu"),
    [
        ("clas", "a_remplir", -1, True),
        ("clas", "en_cours", -1, True),
        ("clas", "en_cours", 0, False),
        ("clas", "a_completer", -1, False),
        ("clas", "transmis", -1, False),
        ("clas", "sans_objet", -1, False),
        ("cct", "en_cours", -1, False),
    ],
)
def test_la_regle(dispositif: str, etat: str, jours: int, attendu: bool) -> None:
    echeance = Echeance(ECHEANCE, "echeance", jours)
    assert suspend_le_droit(dispositif, etat, echeance) is attendu
    assert not suspend_le_droit(dispositif, etat, None)


@pytest.mark.django_db
class TestTacheDuJour:
    def test_le_lendemain_de_l_echeance_et_pas_avant(self, monde: Monde) -> None:
        bilan = bilan_clas(monde)
        suspendre_les_droits(ECHEANCE)
        assert not suspendu(bilan)
        suspendre_les_droits(LENDEMAIN)
        suspendre_les_droits(LENDEMAIN)
        (suspension,) = suspensions_de(bilan.equipement_id, bilan.annee)
        assert suspension.cause == "bilan"
        assert bilan.reference in suspension.motif
        assert "31/03/2026" in suspension.motif
        assert SuspensionDroit.objects.count() == 1
        assert LigneJournal.objects.filter(action="droit.suspendu").count() == 1

    def test_un_cct_n_est_pas_suspendu(self, monde: Monde) -> None:
        bilan = bilan_cct(monde)
        suspendre_les_droits(LENDEMAIN)
        assert not suspendu(bilan)

    def test_une_derogation_le_retablit_puis_expire(self, monde: Monde) -> None:
        bilan = bilan_clas(monde)
        suspendre_les_droits(LENDEMAIN)
        fin = LENDEMAIN + timedelta(days=10)
        Derogation.objects.create(
            dossier=bilan,
            motif="Absence de la coordinatrice",
            accordee_par=monde.conseiller,
            accordee_le=MAINTENANT,
            expire_le=fin,
        )
        suspendre_les_droits(LENDEMAIN)
        assert not suspendu(bilan)
        assert "dérogation" in SuspensionDroit.objects.get().levee_motif
        suspendre_les_droits(fin)
        assert not suspendu(bilan)
        suspendre_les_droits(fin + timedelta(days=1))
        assert suspendu(bilan)

    def test_transmis_il_le_retablit(self, monde: Monde) -> None:
        bilan = bilan_clas(monde)
        suspendre_les_droits(LENDEMAIN)
        bilan.dernier_envoi = envoi(bilan, monde)
        bilan.save(update_fields=["dernier_envoi"])
        Dossier.objects.filter(pk=bilan.pk).update(etat="transmis")
        suspendre_les_droits(LENDEMAIN)
        assert not suspendu(bilan)
        assert "est transmis" in SuspensionDroit.objects.get().levee_motif

    def test_une_autre_cause_reste(self, monde: Monde) -> None:
        bilan = bilan_clas(monde)
        suspendre(
            bilan.equipement,
            bilan.annee,
            CauseSuspension.CONTROLE,
            "Contrôle sur place en cours.",
            maintenant=MAINTENANT,
            par=monde.conseiller,
        )
        suspendre_les_droits(ECHEANCE)
        (suspension,) = suspensions_de(bilan.equipement_id, bilan.annee)
        assert suspension.cause == "controle"

    def test_une_caf_a_la_fois(self, monde: Monde) -> None:
        bilan = bilan_clas(monde)
        assert suspendre_les_droits(LENDEMAIN, monde.autre_caf.pk) == 0
        assert not suspendu(bilan)
        assert suspendre_les_droits(LENDEMAIN, monde.caf.pk) == 1
        assert CampagneBilan.objects.count() == 1


@pytest.mark.django_db
class TestActes:
    """The acts themselves restore it, without waiting for the night."""

    TARD = datetime(2026, 4, 2, 10, 0, tzinfo=PARIS)

    def test_accorder_une_derogation_puis_la_laisser_expirer(self, monde: Monde) -> None:
        bilan = bilan_clas(monde)
        suspendre_les_droits(LENDEMAIN)
        accorder_derogation(
            bilan.pk,
            acteur=acteur(monde.conseiller, self.TARD),
            motif="Absence de la coordinatrice",
            expire_le=date(2026, 4, 10),
        )
        assert not suspendu(bilan)
        assert SuspensionDroit.objects.get().levee_par == monde.conseiller
        suspendre_les_droits(date(2026, 4, 11))
        assert suspendu(bilan)

    def test_sans_objet_puis_retabli(self, monde: Monde) -> None:
        bilan = bilan_clas(monde)
        suspendre_les_droits(LENDEMAIN)
        qui = acteur(monde.conseiller, self.TARD)
        declarer_sans_objet(bilan.pk, acteur=qui, motif="Le projet n’a pas eu lieu.")
        assert not suspendu(bilan)
        retablir(bilan.pk, acteur=qui, motif="Il a bien eu lieu, en fait.")
        assert suspendu(bilan)


@pytest.mark.django_db
class TestSuspension:
    def poser(self, monde: Monde) -> Bilan:
        bilan = bilan_clas(monde)
        suspendre(
            bilan.equipement, bilan.annee, CauseSuspension.BILAN, "Motif", maintenant=MAINTENANT
        )
        return bilan

    def test_elle_se_leve_une_fois(self, monde: Monde) -> None:
        bilan = self.poser(monde)
        arguments: dict[str, Any] = {"motif": "Reçu", "maintenant": MAINTENANT}
        assert lever(bilan.equipement_id, bilan.annee, CauseSuspension.BILAN, **arguments)
        assert not lever(bilan.equipement_id, bilan.annee, CauseSuspension.BILAN, **arguments)
        assert LigneJournal.objects.filter(action="droit.retabli").count() == 1

    @pytest.mark.parametrize("champs", [{"motif": "Autre"}, {"annee": 2030}, {"cause": "piece"}])
    def test_rien_d_autre_n_en_change(self, monde: Monde, champs: dict[str, Any]) -> None:
        self.poser(monde)
        with pytest.raises(DatabaseError, match="elle se lève"), transaction.atomic():
            SuspensionDroit.objects.update(**champs)

    def test_levee_elle_ne_change_plus_ni_ne_s_efface(self, monde: Monde) -> None:
        self.poser(monde)
        with pytest.raises(IntegrityError, match="levee_complete"), transaction.atomic():
            SuspensionDroit.objects.update(levee_le=MAINTENANT)
        SuspensionDroit.objects.update(levee_le=MAINTENANT, levee_motif="Reçu")
        with pytest.raises(DatabaseError, match="elle se lève"), transaction.atomic():
            SuspensionDroit.objects.update(levee_motif="Autre")
        with pytest.raises(DatabaseError, match="elle se lève"), transaction.atomic():
            SuspensionDroit.objects.all().delete()


@pytest.mark.django_db
@pytest.mark.usefixtures("fige")
def test_le_dossier_le_dit_a_cote_du_montant(client: Client, monde: Monde) -> None:
    bilan = bilan_clas(monde)
    declaration = bilan.equipement.dossiers.get(nature="previsionnelle")
    page = reverse("declarations:dossier", args=[declaration.pk])
    client.force_login(
        monde.passerelles.approbateur, "allauth.account.auth_backends.AuthenticationBackend"
    )
    assertNotContains(client.get(page), "Versements suspendus")
    suspendre_les_droits(LENDEMAIN)
    assertContains(client.get(page), "Versements suspendus")
    assertContains(client.get(page), bilan.reference)
