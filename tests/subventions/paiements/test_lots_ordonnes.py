"""Lots once ordered: paid, rejected, told; two at the same moment make one."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
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
)
from subventions.paiements.services.reglements import payer_lot, rejeter_versement
from tests.monde import JOUR, MAINTENANT, Monde, acteur, nouveau_monde
from tests.subventions.paiements.argent import droit, ordonne, paye, pret, propose, versements
from tests.subventions.paiements.dues import MOTIF, dues
from tests.subventions.paiements.fabriques import en_vigueur, profil

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
CLE = ("equipement", "annee", "nature", "rang", "montant")


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
    # Each euro once: what may be proposed now is not what is to come after it.
    assert (mouvements.verse, mouvements.en_cours, mouvements.a_venir, mouvements.solde) == (
        Decimal("46200.00"),
        Decimal(0),
        Decimal("18600.00"),
        Decimal(0),
    )
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


def test_payer_de_nouveau_un_autre_jour_est_refuse(monde: Monde) -> None:
    """Two agents, two statements: the second is not told that its day is kept."""
    pret(monde)
    lot, qui = ordonne(monde), acteur(monde.conseiller)
    demain = replace(qui, maintenant=MAINTENANT + timedelta(days=1))
    payer_lot(lot.pk, paye_le=JOUR, acteur=qui)
    with pytest.raises(ActionRefusee, match="n’attend d’être payé"):
        payer_lot(lot.pk, paye_le=demain.jour, acteur=demain)
    assert [v.paye_le for v in versements(lot)] == [JOUR]


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
