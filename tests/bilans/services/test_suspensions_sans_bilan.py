"""CLAS: a right whose bilan was never asked for is not payable, once the deadline is over."""

from datetime import date, timedelta

import pytest

from bilans.models import Bilan, CampagneBilan
from bilans.services.ouvertures import ouvrir_les_bilans
from bilans.services.suspensions import suspendre_les_droits
from habilitations.models import Equipement
from portal.socle.models import LigneJournal
from subventions.droits.services.droits import annuler_droits
from subventions.models import SuspensionDroit
from subventions.paiements.services.echeancier import echeancier_de
from subventions.services.suspensions import suspensions_de
from tests.bilans.bilans import bilan_cct, bilan_clas, campagne
from tests.declarations.clas import projet_clas
from tests.monde import MAINTENANT, Monde
from tests.subventions.paiements.argent import droit
from tests.subventions.paiements.fabriques import profil

pytestmark = pytest.mark.django_db

ECHEANCE = date(2026, 3, 31)
LENDEMAIN = ECHEANCE + timedelta(days=1)


@pytest.fixture
def tardif(monde: Monde) -> Equipement:
    """A project whose convention came after the campaign, in which others were asked for theirs:
    its réelle is validated, no bilan exists."""
    bilan_clas(monde)
    projet = projet_clas(monde, "Clas du Lac")
    profil(monde, debut=2025, dispositif="clas")
    droit(monde, "reel", "9334.00", 2025, equipement=projet)
    return projet


def suspendu(equipement: Equipement, annee: int = 2025) -> bool:
    return bool(suspensions_de(equipement.pk, annee))


def test_le_lendemain_de_l_echeance_rien_n_est_du(monde: Monde, tardif: Equipement) -> None:
    suspendre_les_droits(ECHEANCE, monde.caf.pk)
    assert not suspendu(tardif)
    assert [e.etat for e in echeancier_de(tardif, 2025).echeancier.echeances if e.montant] == ["du"]

    assert suspendre_les_droits(LENDEMAIN, monde.caf.pk) == 2  # His, and the one not sent yet.
    assert suspendre_les_droits(LENDEMAIN, monde.caf.pk) == 0
    (suspension,) = suspensions_de(tardif.pk, 2025)
    assert suspension.cause == "bilan"
    assert "aucun n’a été demandé" in suspension.motif
    assert "31/03/2026" in suspension.motif
    (solde,) = [e for e in echeancier_de(tardif, 2025).echeancier.echeances if e.montant]
    assert (solde.etat, str(solde.montant)) == ("suspendu", "9334.00")
    assert LigneJournal.objects.filter(action="droit.suspendu").count() == 2


def test_demande_a_de_nouvelles_dates_il_le_retablit(monde: Monde, tardif: Equipement) -> None:
    suspendre_les_droits(LENDEMAIN)
    plus_tard = LENDEMAIN + timedelta(days=20)
    CampagneBilan.objects.update(echeance_le=plus_tard, ferme_le=plus_tard)
    assert ouvrir_les_bilans(LENDEMAIN) == 1
    suspendre_les_droits(LENDEMAIN)
    assert not suspendu(tardif)
    suspendre_les_droits(plus_tard + timedelta(days=1))
    (suspension,) = suspensions_de(tardif.pk, 2025)
    assert Bilan.objects.get(equipement=tardif).reference in suspension.motif


def test_un_exercice_dont_nul_bilan_n_a_ete_demande_reste_payable(monde: Monde) -> None:
    """Before the portal, bilans were filled elsewhere: it knows nothing of them."""
    projet = projet_clas(monde)
    campagne(monde.caf, "bilan_clas", 2025)
    droit(monde, "reel", "9334.00", 2025, equipement=projet)
    assert suspendre_les_droits(LENDEMAIN) == 0
    assert not suspendu(projet)


def test_une_campagne_suspendue_ne_suspend_rien(monde: Monde, tardif: Equipement) -> None:
    CampagneBilan.objects.update(suspendue_le=MAINTENANT, suspendue_motif="Panne")
    assert suspendre_les_droits(LENDEMAIN) == 0
    assert not suspendu(tardif)


def test_un_autre_exercice_et_un_autre_dispositif_n_en_dependent_pas(
    monde: Monde, tardif: Equipement
) -> None:
    droit(monde, "previsionnel", "9000.00", 2026, equipement=tardif)
    droit(monde, "reel", "20000.00", 2025, equipement=monde.er)
    bilan_cct(monde)
    suspendre_les_droits(LENDEMAIN)
    assert not suspendu(tardif, 2026)
    assert not suspendu(monde.er)


def test_une_autre_caf_n_est_pas_regardee(monde: Monde, tardif: Equipement) -> None:
    assert suspendre_les_droits(LENDEMAIN, monde.autre_caf.pk) == 0
    assert not SuspensionDroit.objects.exists()


def test_sans_droit_en_vigueur_rien_n_est_suspendu(monde: Monde) -> None:
    bilan_clas(monde)
    projet = projet_clas(monde, "Clas du Lac")
    annule = droit(monde, "reel", "9334.00", 2025, equipement=projet)
    assert annule.dossier_id is not None
    annuler_droits(annule.dossier_id, "Le projet a fermé.", maintenant=MAINTENANT, par=None)
    suspendre_les_droits(LENDEMAIN)
    assert not suspendu(projet)
