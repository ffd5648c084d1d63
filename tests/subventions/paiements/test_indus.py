"""Indus: notified, given back, set off, cancelled; never a cent twice."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from portal.dossiers.models import Avis
from portal.socle.refus import ActionRefusee, DemandeInvalide
from subventions.paiements.models import Indu
from subventions.paiements.services.echeancier import echeancier_de
from subventions.paiements.services.indus import (
    annuler_indu,
    changer_le_mode,
    indu_a_notifier,
    notifier_indu,
)
from subventions.paiements.services.lots import refuser_lot
from subventions.paiements.services.reglements import payer_lot, rejeter_versement
from tests.monde import JOUR, Monde, acteur
from tests.subventions.paiements.argent import droit, ordonne, paye, pret, propose, versements
from tests.subventions.paiements.indus import MOTIF, D, notifie, rembourse, reste, trop_verse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


def test_un_indu_se_notifie_une_fois_avec_ses_echeances(monde: Monde) -> None:
    trop_verse(monde)
    assert echeancier_de(monde.er, 2026).echeancier.trop_percu == D("10400.00")
    indu = notifie(monde)
    assert indu.montant == D("10400.00")
    assert [e.montant for e in indu.echeances.all()] == [D("3466.66"), D("3466.66"), D("3466.68")]
    assert indu_a_notifier(echeancier_de(monde.er, 2026)) == 0
    with pytest.raises(ActionRefusee, match="déjà"):
        notifie(monde)


def test_rien_a_reclamer_ne_se_notifie_pas(monde: Monde) -> None:
    pret(monde)
    with pytest.raises(ActionRefusee, match="Rien n’est à réclamer"):
        notifie(monde)
    with pytest.raises(ActionRefusee) as refus:
        notifier_indu(
            monde.er.pk,
            2026,
            mode="compensation",
            nombre=1,
            premiere_le=None,
            motif=MOTIF,
            acteur=acteur(monde.ccd),
        )
    assert refus.value.interdite


@pytest.mark.parametrize(
    ("nombre", "premiere", "champ"),
    [
        (0, date(2026, 3, 1), "nombre"),
        (37, date(2026, 3, 1), "nombre"),
        (3, None, "premiere_le"),
        (3, JOUR, "premiere_le"),
        (3, JOUR + timedelta(days=368), "premiere_le"),
    ],
)
def test_un_echeancier_impossible_se_dit_a_sa_place(
    monde: Monde, nombre: int, premiere: date | None, champ: str
) -> None:
    trop_verse(monde)
    with pytest.raises(DemandeInvalide) as refus:
        notifier_indu(
            monde.er.pk,
            2026,
            mode="remboursement",
            nombre=nombre,
            premiere_le=premiere,
            motif=MOTIF,
            acteur=acteur(monde.conseiller),
        )
    assert refus.value.champ == champ


def test_ce_qui_n_est_pas_paye_ne_se_reclame_pas(monde: Monde) -> None:
    """An acompte that waits for its order has left no account: its lot can only be refused."""
    pret(monde)
    paye(monde)
    lot = propose(monde)
    droit(monde, "reel", "20000.00")
    with pytest.raises(ActionRefusee, match="en cours de paiement"):
        notifie(monde)
    refuser_lot(lot.pk, motif=MOTIF, acteur=acteur(monde.conseiller))
    assert notifie(monde).montant == D("5200.00")


def test_ce_qui_est_ordonne_se_reclame_une_fois_paye(monde: Monde) -> None:
    pret(monde)
    paye(monde)
    lot = ordonne(monde)
    droit(monde, "reel", "20000.00")
    with pytest.raises(ActionRefusee, match="en cours de paiement"):
        notifie(monde)
    payer_lot(lot.pk, paye_le=JOUR, acteur=acteur(monde.conseiller))
    assert notifie(monde).montant == D("30400.00")


def test_un_remboursement_ne_depasse_pas_et_ne_compte_qu_une_fois(monde: Monde) -> None:
    trop_verse(monde)
    indu, jeton = notifie(monde), uuid4()
    for montant in ("0", "-1", "10400.01"):
        with pytest.raises(DemandeInvalide, match="Il reste"):
            rembourse(monde, indu, montant)
    with pytest.raises(DemandeInvalide, match="à venir"):
        rembourse(monde, indu, "1", le=date(2026, 2, 4))
    for jour in (date(1900, 1, 1), JOUR - timedelta(days=1)):
        with pytest.raises(DemandeInvalide, match="jour de la notification"):
            rembourse(monde, indu, "1", le=jour)
    for _ in range(2):
        rembourse(monde, indu, "400.00", jeton)
    assert reste(indu) == D("10000.00")
    assert echeancier_de(monde.er, 2026).echeancier.reste == D("-10000.00")
    assert indu_a_notifier(echeancier_de(monde.er, 2026)) == 0
    rembourse(monde, indu, "10000.00")
    fini = echeancier_de(monde.er, 2026).echeancier
    assert (fini.reste, fini.rembourse) == (0, D("10400.00"))


def test_un_indu_se_compense_sur_les_versements_suivants(monde: Monde) -> None:
    trop_verse(monde)
    indu = notifie(monde, "compensation")
    assert not indu.echeances.exists()
    droit(monde, "previsionnel", "20000.00", 2027)
    lot = ordonne(monde)
    (premier,) = versements(lot)
    assert (premier.montant, premier.retenue, premier.net) == (D("7000.00"), D("7000.00"), 0)
    assert premier.etat == "paye"
    assert reste(indu) == D("3400.00")
    (second,) = versements(propose(monde))
    assert (second.montant, second.retenue, second.net) == (
        D("7000.00"),
        D("3400.00"),
        D("3600.00"),
    )
    assert reste(indu) == 0
    assert echeancier_de(monde.er, 2026).echeancier.reste == 0


def test_un_lot_refuse_ou_un_rejet_rend_l_indu(monde: Monde) -> None:
    trop_verse(monde)
    indu = notifie(monde, "compensation")
    droit(monde, "previsionnel", "60000.00", 2027)
    lot = propose(monde)
    assert reste(indu) == 0
    refuser_lot(lot.pk, motif=MOTIF, acteur=acteur(monde.conseiller))
    assert reste(indu) == D("10400.00")
    (versement,) = versements(ordonne(monde))
    assert versement.net == D("10600.00")
    rejeter_versement(versement.pk, motif=MOTIF, acteur=acteur(monde.conseiller))
    assert reste(indu) == D("10400.00")
    assert echeancier_de(monde.er, 2026).echeancier.reste == D("-10400.00")


def test_un_indu_rembourse_ne_se_compense_pas_avant_qu_on_le_dise(monde: Monde) -> None:
    trop_verse(monde)
    indu = notifie(monde)
    droit(monde, "previsionnel", "20000.00", 2027)
    lot = propose(monde)
    assert versements(lot)[0].retenue == 0
    refuser_lot(lot.pk, motif=MOTIF, acteur=acteur(monde.conseiller))
    changer_le_mode(indu.pk, mode="compensation", acteur=acteur(monde.conseiller))
    assert versements(propose(monde))[0].retenue == D("7000.00")


def test_un_indu_s_annule_tant_que_rien_n_en_est_revenu(monde: Monde) -> None:
    trop_verse(monde)
    indu = notifie(monde)
    annule = annuler_indu(indu.pk, motif=MOTIF, acteur=acteur(monde.conseiller))
    assert annuler_indu(indu.pk, motif="", acteur=acteur(monde.conseiller)) == annule
    with pytest.raises(ActionRefusee, match="est annulé"):
        rembourse(monde, indu, "1.00")
    autre = notifie(monde)
    rembourse(monde, autre, "1.00")
    with pytest.raises(ActionRefusee, match="déjà remboursée"):
        annuler_indu(autre.pk, motif=MOTIF, acteur=acteur(monde.conseiller))


def test_un_indu_ne_se_reecrit_pas(monde: Monde) -> None:
    trop_verse(monde)
    lignes = Indu.objects.filter(pk=notifie(monde).pk)
    for agir in (lambda: lignes.update(montant=D("1.00")), lignes.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            agir()


def test_le_partenaire_est_prevenu_sans_montant(monde: Monde) -> None:
    trop_verse(monde)
    Avis.objects.all().delete()
    notifie(monde)
    avis = list(Avis.objects.filter(acte="indu_notifie"))
    gens = monde.passerelles
    assert {a.personne_id for a in avis} == {gens.finances.pk, gens.approbateur.pk}
    assert not any("400" in a.phrase for a in avis)
