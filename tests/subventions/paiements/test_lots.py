"""Lots: what is due, proposed by one, ordered by another, paid once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from portal.dossiers.models import Avis
from portal.socle.models import Courriel, LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from portal.socle.relecture import Retire
from subventions.droits.services.mouvements import mouvements_de
from subventions.models import CauseSuspension
from subventions.paiements.models import LotPaiement, Versement
from subventions.paiements.services.annonces_lots import A_ORDONNER, REFUSE, relire_lot
from subventions.paiements.services.dues import lignes_dues
from subventions.paiements.services.ecarts import accepter_ecart
from subventions.paiements.services.echeancier import echeancier_de
from subventions.paiements.services.lots import (
    CHANGE,
    ordonner_lot,
    proposer_lot,
    refuser_lot,
    retirer_versement,
    vu_du_lot,
)
from subventions.paiements.services.reglements import payer_lot, rejeter_versement
from subventions.services.suspensions import suspendre
from tests.monde import JOUR, MAINTENANT, Monde, acteur, nouveau_monde
from tests.subventions.paiements.argent import (
    droit,
    ordonne,
    paye,
    pret,
    propose,
    versements,
)
from tests.subventions.paiements.fabriques import AUTRE_IBAN, en_vigueur, profil

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
CLE = ("equipement", "annee", "nature", "rang", "montant")
MOTIF = "Le montant est à revoir avec le partenaire"


def dues(monde: Monde) -> list[tuple[str, int, str, tuple[str, ...]]]:
    lignes = lignes_dues(monde.caf.pk, acteur(monde.conseiller))
    return [
        (ligne.echeance.nature.value, ligne.echeance.rang, str(ligne.montant), ligne.refus)
        for ligne in lignes
    ]


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
    with pytest.raises(DemandeInvalide, match="passé"):
        ordonner_lot(
            lot.pk, execution_le=JOUR - timedelta(days=1), acteur=acteur(monde.hors_portefeuille)
        )


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


def test_de_l_acompte_au_solde(monde: Monde) -> None:
    """The worked case of DOMAINE §4, through the services."""
    profil(monde, "reel_n2")
    en_vigueur(monde)
    droit(monde, "reel", "60000.00", 2024)
    droit(monde, "reel", "58000.00", 2025)
    droit(monde, "previsionnel", "72000.00")
    assert dues(monde)[1][2] == "19600.00"
    accepter_ecart(monde.er.pk, 2026, motif=MOTIF, acteur=acteur(monde.conseiller))
    paye(monde)
    paye(monde)
    droit(monde, "reel", "64800.00")
    assert dues(monde) == [("solde", 1, "18600.00", ())]
    mouvements = mouvements_de([(monde.er.pk, 2026)])[monde.er.pk, 2026]
    assert (mouvements.verse, mouvements.solde) == (Decimal("46200.00"), Decimal("18600.00"))
    paye(monde)
    fini = mouvements_de([(monde.er.pk, 2026)])[monde.er.pk, 2026]
    assert (fini.verse, fini.solde, fini.indu, fini.acheve) == (
        Decimal("64800.00"),
        Decimal(0),
        Decimal(0),
        True,
    )


def test_un_ecart_ne_s_accepte_que_s_il_plafonne(monde: Monde) -> None:
    pret(monde)
    with pytest.raises(ActionRefusee, match="Aucun écart"):
        accepter_ecart(monde.er.pk, 2026, motif=MOTIF, acteur=acteur(monde.conseiller))


def test_le_profil_du_premier_versement_tient_tout_l_exercice(monde: Monde) -> None:
    pret(monde)
    paye(monde)
    profil(monde, "une_fois_70")
    assert echeancier_de(monde.er, 2026).profil.code == "deux_fois_35"
    assert echeancier_de(monde.er, 2027).profil.code == "une_fois_70"


def test_un_rejet_de_la_banque_rend_l_echeance(monde: Monde) -> None:
    pret(monde)
    lot = paye(monde)
    (versement,) = versements(lot)
    rejeter_versement(
        versement.pk, motif="Compte clos, dit la banque", acteur=acteur(monde.conseiller)
    )
    assert dues(monde)[0] == ("acompte", 1, "25200.00", ())
    paye(monde)
    assert sorted(Versement.objects.values_list("etat", flat=True)) == ["paye", "rejete"]


def test_payer_demande_un_ordre_et_un_jour_possible(monde: Monde) -> None:
    pret(monde)
    lot = propose(monde)
    qui = acteur(monde.conseiller)
    with pytest.raises(ActionRefusee, match="n’est pas ordonné"):
        payer_lot(lot.pk, paye_le=JOUR, acteur=qui)
    ordonner_lot(lot.pk, execution_le=JOUR, acteur=acteur(monde.hors_portefeuille))
    for jour in (JOUR + timedelta(days=1), JOUR - timedelta(days=1)):
        with pytest.raises(DemandeInvalide):
            payer_lot(lot.pk, paye_le=jour, acteur=qui)
    assert payer_lot(lot.pk, paye_le=JOUR, acteur=qui) == 1
    assert payer_lot(lot.pk, paye_le=JOUR, acteur=qui) == 0


def test_un_versement_ne_se_reecrit_pas(monde: Monde) -> None:
    pret(monde)
    (versement,) = versements(paye(monde))
    lignes = Versement.objects.filter(pk=versement.pk)
    for agir in (
        lambda: lignes.update(montant=Decimal("1.00")),
        lambda: lignes.update(etat="propose", paye_le=None),
        lignes.delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            agir()


def test_le_partenaire_est_prevenu_sans_montant(monde: Monde) -> None:
    pret(monde)
    Avis.objects.all().delete()
    paye(monde)
    gens = monde.passerelles
    # The others are told of the lot, which is for the agents of the Caf.
    avis = Avis.objects.exclude(acte__startswith="lot").order_by("pk")
    assert {a.personne_id for a in avis} == {gens.finances.pk, gens.approbateur.pk}
    assert [a.acte for a in avis.filter(personne=gens.finances)] == [
        "versement_ordonne",
        "versement_paye",
    ]
    assert not any("25" in a.phrase for a in avis)
    assert "premier acompte 2026 de l’Espace de rencontre Les Passerelles" in avis[0].phrase


@pytest.mark.django_db(transaction=True)
def test_deux_propositions_au_meme_instant_n_en_font_qu_une() -> None:
    monde = nouveau_monde()
    pret(monde)
    gens = [monde.conseiller, monde.remplacant, monde.conseiller, monde.remplacant]
    cle = lignes_dues(monde.caf.pk, acteur(monde.conseiller))[0].cle

    def agir(qui: object) -> str:
        try:
            proposer_lot(monde.caf.pk, cles=[cle], acteur=acteur(qui))
        except ActionRefusee as refus:
            return str(refus)
        finally:
            connection.close()
        return "fait"

    with ThreadPoolExecutor(4) as fils:
        dits = list(fils.map(agir, gens))
    # Whoever was first finds their own lot again at the second click.
    assert sorted(dits) == sorted(["fait", "fait", CHANGE, CHANGE])
    assert LotPaiement.objects.count() == 1
    assert Versement.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_deux_ordres_au_meme_instant_n_en_font_qu_un() -> None:
    monde = nouveau_monde()
    pret(monde)
    lot = propose(monde)

    def agir(qui: object) -> str:
        try:
            ordonner_lot(lot.pk, execution_le=JOUR, acteur=acteur(qui))
        except ActionRefusee as refus:
            return str(refus)
        finally:
            connection.close()
        return "fait"

    with ThreadPoolExecutor(2) as fils:
        dits = list(fils.map(agir, [monde.remplacant, monde.hors_portefeuille]))
    assert sorted(dits)[1] == "fait"
    assert "a été ordonné par" in sorted(dits)[0]
    assert LigneJournal.objects.filter(action="lot.ordonne").count() == 1


def avis_du_lot(lot: LotPaiement, acte: str) -> dict[str, Avis]:
    chemin = reverse("paiements:lot", args=[lot.pk])
    return {a.personne.email: a for a in Avis.objects.filter(acte=acte, chemin=chemin)}


def courriels_du_lot(lot: LotPaiement) -> list[Courriel]:
    type_ = LotPaiement._meta.label_lower
    return list(Courriel.objects.filter(objet_type=type_, objet_id=lot.pk).order_by("pk"))


def test_qui_peut_ordonner_est_prevenu_sans_montant(monde: Monde) -> None:
    """The other gestionnaires conseil of that Caf, at once; neither its author nor another Caf."""
    pret(monde)
    lot = propose(monde)
    dits = avis_du_lot(lot, A_ORDONNER)
    assert set(dits) == {monde.remplacant.email, monde.hors_portefeuille.email}
    assert {c.destinataire for c in courriels_du_lot(lot)} == set(dits)
    for ecrit in [*(a.phrase for a in dits.values()), *(c.texte for c in courriels_du_lot(lot))]:
        assert lot.reference in ecrit
        assert "200,00" not in ecrit
        assert "€" not in ecrit
    assert Avis.objects.de(acteur(monde.hors_portefeuille)).filter(acte=A_ORDONNER).exists()
    propose_encore = proposer_lot(
        monde.caf.pk,
        cles=[".".join(map(str, v)) for v in lot.versements.values_list(*CLE)],
        acteur=acteur(monde.conseiller),
    )
    assert propose_encore == lot
    assert len(courriels_du_lot(lot)) == 2


def test_le_courriel_d_un_lot_ne_part_pas_quand_rien_n_attend(monde: Monde) -> None:
    pret(monde)
    lot = propose(monde)
    courriel = next(c for c in courriels_du_lot(lot) if c.destinataire == monde.remplacant.email)
    assert not isinstance(relire_lot(courriel, MAINTENANT), Retire)
    ordonner_lot(lot.pk, execution_le=JOUR, acteur=acteur(monde.hors_portefeuille))
    assert isinstance(relire_lot(courriel, MAINTENANT), Retire)


def test_un_refus_se_dit_a_qui_a_propose(monde: Monde) -> None:
    pret(monde)
    lot = propose(monde)
    refuser_lot(lot.pk, motif=MOTIF, acteur=acteur(monde.hors_portefeuille))
    refuser_lot(lot.pk, motif=MOTIF, acteur=acteur(monde.hors_portefeuille))
    (avis,) = avis_du_lot(lot, REFUSE).values()
    assert avis.personne == monde.conseiller
    assert MOTIF not in avis.phrase
    autre = propose(monde)
    refuser_lot(autre.pk, motif=MOTIF, acteur=acteur(monde.conseiller))
    assert avis_du_lot(autre, REFUSE) == {}
