"""Lots: what is due, proposed by one, ordered by another."""

from datetime import timedelta
from decimal import Decimal

import pytest

from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from subventions.models import CauseSuspension
from subventions.paiements.models import LotPaiement
from subventions.paiements.services.dues import lignes_dues
from subventions.paiements.services.echeancier import echeancier_de
from subventions.paiements.services.lots import (
    ordonner_lot,
    proposer_lot,
    refuser_lot,
    retirer_versement,
    vu_du_lot,
)
from subventions.services.suspensions import suspendre
from tests.monde import JOUR, MAINTENANT, Monde, acteur
from tests.subventions.paiements.argent import (
    droit,
    ordonne,
    pret,
    propose,
    versements,
)
from tests.subventions.paiements.dues import MOTIF, dues
from tests.subventions.paiements.fabriques import AUTRE_IBAN, en_vigueur, profil

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


def test_rien_n_est_du_sans_profil_et_on_le_dit(monde: Monde) -> None:
    droit(monde, "previsionnel", "72000.00")
    assert dues(monde) == []
    assert echeancier_de(monde.er, 2026).echeancier.sans_profil


def test_sans_compte_confirme_rien_ne_se_paie(monde: Monde) -> None:
    profil(monde)
    droit(monde, "previsionnel", "72000.00")
    assert dues(monde)[0] == ("acompte", 1, "25200.00", ("Aucun compte bancaire confirmé",))
    with pytest.raises(DemandeInvalide):
        propose(monde)


def test_un_droit_provisoire_ne_se_paie_pas(monde: Monde) -> None:
    profil(monde)
    en_vigueur(monde)
    droit(monde, "previsionnel", "72000.00", definitif=False)
    assert dues(monde) == []
    assert echeancier_de(monde.er, 2026).situation.provisoires == {"previsionnel"}


def test_le_second_acompte_attend_le_premier(monde: Monde) -> None:
    pret(monde)
    assert dues(monde) == [
        ("acompte", 1, "25200.00", ()),
        ("acompte", 2, "25200.00", ("L’acompte précédent n’est pas versé",)),
    ]
    lot = propose(monde)
    (versement,) = versements(lot)
    assert (lot.reference, versement.reference) == ("LOT73-00001", "LOT73-00001-0001")
    assert (versement.montant, versement.net) == (Decimal("25200.00"), Decimal("25200.00"))
    assert dues(monde) == [("acompte", 2, "25200.00", ())]


def test_qui_propose_n_ordonne_pas(monde: Monde) -> None:
    pret(monde)
    lot = propose(monde)
    for qui in (monde.conseiller, monde.ccd, monde.responsable, monde.conseiller_nord):
        with pytest.raises(ActionRefusee) as refus:
            ordonner_lot(lot.pk, execution_le=JOUR, acteur=acteur(qui))
        assert refus.value.interdite
    fait = ordonner_lot(lot.pk, execution_le=JOUR, acteur=acteur(monde.hors_portefeuille))
    encore = ordonner_lot(lot.pk, execution_le=JOUR, acteur=acteur(monde.hors_portefeuille))
    assert fait == encore
    lendemain = JOUR + timedelta(days=1)
    with pytest.raises(ActionRefusee, match="exécution le 3 février 2026"):
        ordonner_lot(lot.pk, execution_le=lendemain, acteur=acteur(monde.hors_portefeuille))
    assert [v.etat for v in versements(lot)] == ["ordonne"]
    assert LigneJournal.objects.filter(action="lot.ordonne").count() == 1
    assert "25200" not in str(LigneJournal.objects.filter(action="lot.ordonne").get().details)


def test_un_second_clic_retrouve_le_lot_propose(monde: Monde) -> None:
    pret(monde)
    qui = acteur(monde.conseiller)
    cles = [lignes_dues(monde.caf.pk, qui)[0].cle]
    lot = proposer_lot(monde.caf.pk, cles=cles, acteur=qui)
    assert proposer_lot(monde.caf.pk, cles=cles, acteur=qui) == lot
    with pytest.raises(ActionRefusee, match="a changé"):
        proposer_lot(monde.caf.pk, cles=cles, acteur=acteur(monde.hors_portefeuille))
    assert LigneJournal.objects.filter(action="lot.propose").count() == 1
    refuser_lot(lot.pk, motif=MOTIF, acteur=qui)
    assert proposer_lot(monde.caf.pk, cles=cles, acteur=qui) != lot


def test_on_n_ordonne_que_ce_qu_on_a_lu(monde: Monde) -> None:
    pret(monde)
    droit(monde, "previsionnel", "50000.00", equipement=monde.er, annee=2027)
    lot, second = propose(monde), acteur(monde.hors_portefeuille)
    vu = vu_du_lot(versements(lot))
    assert vu == "2:42700.00"
    retirer_versement(versements(lot)[1].pk, motif=MOTIF, acteur=acteur(monde.conseiller))
    with pytest.raises(ActionRefusee, match="relisez-le"):
        ordonner_lot(lot.pk, execution_le=JOUR, acteur=second, vu=vu)
    assert ordonner_lot(lot.pk, execution_le=JOUR, acteur=second, vu="1:25200.00").etat == "ordonne"


def test_un_ordre_ne_remonte_pas_le_temps(monde: Monde) -> None:
    pret(monde)
    lot = propose(monde)
    for jour in (JOUR - timedelta(days=1), JOUR + timedelta(days=367)):
        with pytest.raises(DemandeInvalide, match="Au plus t"):
            ordonner_lot(lot.pk, execution_le=jour, acteur=acteur(monde.hors_portefeuille))


def test_ce_qui_a_change_depuis_l_apercu_n_est_pas_propose(monde: Monde) -> None:
    pret(monde)
    qui = acteur(monde.conseiller)
    cle = lignes_dues(monde.caf.pk, qui)[0].cle
    droit(monde, "previsionnel", "70000.00")
    with pytest.raises(ActionRefusee, match="a changé"):
        proposer_lot(monde.caf.pk, cles=[cle], acteur=qui)
    assert not LotPaiement.objects.exists()


def test_ce_qui_a_change_depuis_la_proposition_n_est_pas_ordonne(monde: Monde) -> None:
    pret(monde)
    lot, second = propose(monde), acteur(monde.hors_portefeuille)
    droit(monde, "previsionnel", "70000.00")
    with pytest.raises(ActionRefusee, match="le montant dû a changé"):
        ordonner_lot(lot.pk, execution_le=JOUR, acteur=second)
    (versement,) = versements(lot)
    retirer_versement(versement.pk, motif=MOTIF, acteur=second)
    with pytest.raises(ActionRefusee, match="ne contient plus rien"):
        ordonner_lot(lot.pk, execution_le=JOUR, acteur=second)
    assert dues(monde)[0] == ("acompte", 1, "24500.00", ())


def test_un_compte_change_ou_un_arret_empeche_d_ordonner(monde: Monde) -> None:
    pret(monde)
    lot, second = propose(monde), acteur(monde.hors_portefeuille)
    en_vigueur(monde, AUTRE_IBAN)
    with pytest.raises(ActionRefusee, match="le compte bancaire a changé"):
        ordonner_lot(lot.pk, execution_le=JOUR, acteur=second)
    suspendre(monde.er, 2026, CauseSuspension.CONTROLE, MOTIF, maintenant=MAINTENANT)
    with pytest.raises(ActionRefusee, match="Contrôle en cours"):
        ordonner_lot(lot.pk, execution_le=JOUR, acteur=second)
    refuser_lot(lot.pk, motif=MOTIF, acteur=second)
    assert [v.etat for v in versements(lot)] == ["retire"]
    assert dues(monde)[0][3] == ("Contrôle en cours",)


def test_deux_lots_d_un_dossier_s_ordonnent_l_un_apres_l_autre(monde: Monde) -> None:
    pret(monde)
    premier, second = propose(monde), propose(monde)
    qui = acteur(monde.hors_portefeuille)
    for lot in (premier, second):
        assert ordonner_lot(lot.pk, execution_le=JOUR, acteur=qui).etat == "ordonne"


def test_un_lot_refuse_rend_ses_echeances(monde: Monde) -> None:
    pret(monde)
    lot = propose(monde)
    refuse = refuser_lot(lot.pk, motif=MOTIF, acteur=acteur(monde.conseiller))
    assert refuser_lot(lot.pk, motif="", acteur=acteur(monde.conseiller)) == refuse
    assert dues(monde)[0] == ("acompte", 1, "25200.00", ())
    with pytest.raises(ActionRefusee, match="a été refusé"):
        ordonner_lot(lot.pk, execution_le=JOUR, acteur=acteur(monde.hors_portefeuille))
    assert propose(monde).reference == "LOT73-00002"


def test_un_ordre_ne_se_refuse_plus(monde: Monde) -> None:
    pret(monde)
    lot = ordonne(monde)
    with pytest.raises(ActionRefusee, match="a été ordonné"):
        refuser_lot(lot.pk, motif=MOTIF, acteur=acteur(monde.conseiller))
    with pytest.raises(ActionRefusee, match="a été ordonné"):
        retirer_versement(versements(lot)[0].pk, motif=MOTIF, acteur=acteur(monde.conseiller))
