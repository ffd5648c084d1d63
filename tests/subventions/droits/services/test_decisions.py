"""A decision stands beside the computed amount, and above a threshold takes two people."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from subventions.droits.regles.decisions import demande_une_seconde_signature, retenu
from subventions.droits.services import (
    confirmer_decision,
    montant_retenu,
    proposer_decision,
    refuser_decision,
    retirer_decision,
)
from subventions.models import DecisionDroit, Droit, ReglageSubventions
from tests.declarations.remplir import jusqu_a
from tests.monde import MAINTENANT, Monde, acteur
from tests.subventions.droits.ouverts import MOTIF, decider, droit_de, rectifier, valider_de_nouveau

montants = st.decimals(min_value=0, max_value=10**9, places=2)


@given(calcule=montants, accepte=montants, seuil=montants)
def test_le_seuil_juge_l_ecart_dans_les_deux_sens(
    calcule: Decimal, accepte: Decimal, seuil: Decimal
) -> None:
    a_deux = demande_une_seconde_signature(calcule, accepte, seuil)
    assert a_deux == demande_une_seconde_signature(accepte, calcule, seuil)
    assert a_deux == (accepte > calcule + seuil or accepte < calcule - seuil)


@given(calcule=st.none() | montants, accepte=st.none() | montants)
def test_rien_n_est_retenu_sans_calcul(calcule: Decimal | None, accepte: Decimal | None) -> None:
    assert retenu(calcule, accepte) == (
        None if calcule is None else calcule if accepte is None else accepte
    )


def test_sous_le_seuil_elle_a_effet_aussitot(monde: Monde) -> None:
    droit = droit_de(monde)
    calcule = droit.calcul.montant
    decision = decider(droit, monde, "-1000.00")
    assert decision.est_en_vigueur
    assert not decision.a_confirmer
    assert montant_retenu(Droit.objects.get()) == calcule - 1000
    assert droit.calcul.montant == calcule
    ligne = LigneJournal.objects.sur(droit).get(action="droit.decision_prise")
    assert (ligne.auteur_id, ligne.motif) == (monde.conseiller.pk, MOTIF)


@pytest.mark.parametrize("ecart", ["1000.01", "-1000.01"])
def test_au_dela_une_autre_personne_confirme(monde: Monde, ecart: str) -> None:
    droit = droit_de(monde)
    decision = decider(droit, monde, ecart)
    assert decision.attend_une_signature
    assert montant_retenu(Droit.objects.get()) == droit.calcul.montant
    with pytest.raises(ActionRefusee, match="une autre personne") as refus:
        confirmer_decision(decision.pk, acteur=acteur(monde.conseiller))
    assert refus.value.interdite
    for _ in range(2):
        confirmer_decision(decision.pk, acteur=acteur(monde.hors_portefeuille))
    decision.refresh_from_db()
    assert (decision.confirmee_par, decision.confirmee_le) == (
        monde.hors_portefeuille,
        MAINTENANT,
    )
    assert montant_retenu(Droit.objects.get()) == droit.calcul.montant + Decimal(ecart)


def test_le_seuil_est_celui_de_la_caf(monde: Monde) -> None:
    ReglageSubventions.objects.create(caf=monde.caf, seuil_decision=0)
    decision = decider(droit_de(monde), monde, "0.01")
    assert decision.attend_une_signature
    assert decision.seuil == 0


def test_refusee_elle_n_a_pas_d_effet_et_laisse_la_place(monde: Monde) -> None:
    droit = droit_de(monde)
    decision = decider(droit, monde, "-5000.00")
    refuser_decision(
        decision.pk,
        motif="Le compte de résultat dit le contraire.",
        acteur=acteur(monde.remplacant),
    )
    decision.refresh_from_db()
    assert (decision.etat, decision.close_par) == ("refusee", monde.remplacant)
    assert montant_retenu(Droit.objects.get()) == droit.calcul.montant
    assert decider(droit, monde, "-100.00").est_en_vigueur


def test_retiree_le_calcul_compte_de_nouveau(monde: Monde) -> None:
    droit = droit_de(monde)
    decision = decider(droit, monde)
    qui = acteur(monde.conseiller)
    retirer_decision(decision.pk, motif="Les heures étaient justes, après contrôle.", acteur=qui)
    assert montant_retenu(Droit.objects.get()) == droit.calcul.montant
    with pytest.raises(ActionRefusee, match="close"):
        retirer_decision(decision.pk, motif="Encore une fois, pour rien ici.", acteur=qui)


def test_une_seule_a_la_fois(monde: Monde) -> None:
    droit = droit_de(monde)
    decider(droit, monde)
    with pytest.raises(ActionRefusee, match="déjà prise ou proposée"):
        decider(droit, monde, "-20.00")


@pytest.mark.parametrize("montant", ["-0.01", "12.345", "NaN", "99999999999.00"])
def test_un_montant_qui_n_en_est_pas_un_est_refuse(monde: Monde, montant: str) -> None:
    droit = droit_de(monde)
    with pytest.raises(DemandeInvalide) as refus:
        proposer_decision(
            droit.pk,
            montant_accepte=Decimal(montant),
            motif=MOTIF,
            acteur=acteur(monde.conseiller),
        )
    assert refus.value.champ == "montant_accepte"
    assert not DecisionDroit.objects.exists()


def test_le_montant_calcule_n_appelle_pas_de_decision(monde: Monde) -> None:
    with pytest.raises(DemandeInvalide, match="C’est le montant calculé"):
        decider(droit_de(monde), monde, "0.00")


@pytest.mark.parametrize("qui", ["ccd", "hors_portefeuille"])
def test_seul_qui_suit_le_dossier_decide(monde: Monde, qui: str) -> None:
    droit = droit_de(monde)
    with pytest.raises(ActionRefusee) as refus:
        proposer_decision(
            droit.pk,
            montant_accepte=Decimal(1),
            motif=MOTIF,
            acteur=acteur(getattr(monde, qui)),
        )
    assert refus.value.interdite


@pytest.mark.parametrize("qui", ["conseiller_nord", "responsable", "national"])
def test_qui_ne_voit_pas_le_droit_n_en_sait_rien(monde: Monde, qui: str) -> None:
    droit = droit_de(monde)
    with pytest.raises(Droit.DoesNotExist):
        proposer_decision(
            droit.pk, montant_accepte=Decimal(1), motif=MOTIF, acteur=acteur(getattr(monde, qui))
        )


def test_un_droit_remplace_emporte_ce_qui_n_etait_que_propose(monde: Monde) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "validee")
    droit = Droit.objects.get()
    decision = decider(droit, monde, "-5000.00")
    rectifier(declaration, monde)
    decision.refresh_from_db()
    assert decision.etat == "proposee"
    valider_de_nouveau(declaration, monde)
    decision.refresh_from_db()
    assert (decision.etat, decision.close_par) == ("caduque", monde.conseiller)
    with pytest.raises(ActionRefusee, match="n’attend plus"):
        confirmer_decision(decision.pk, acteur=acteur(monde.remplacant))


@pytest.mark.parametrize(
    "changement", [{"montant_accepte": 1}, {"motif": "Autre chose"}, {"seuil": 0}]
)
def test_une_decision_ne_se_reecrit_pas(monde: Monde, changement: dict[str, object]) -> None:
    decision = decider(droit_de(monde), monde)
    with pytest.raises(DatabaseError, match="decision_droit_figee"), transaction.atomic():
        DecisionDroit.objects.filter(pk=decision.pk).update(**changement)
