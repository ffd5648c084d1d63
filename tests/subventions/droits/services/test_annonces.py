"""A decision is told at once, without a figure nor its reason; what ended is not told after."""

import pytest

from portal.dossiers.models import Avis
from portal.socle.models import Courriel
from portal.socle.relecture import Retire
from subventions.droits.services import confirmer_decision, refuser_decision, retirer_decision
from subventions.droits.services.annonces import relire_decision
from tests.monde import MAINTENANT, Monde, acteur
from tests.subventions.droits.ouverts import MOTIF, decider, droit_de

ACTES = ("decision_prise", "decision_retiree")


def prevenus(acte: str) -> set[str]:
    return {a.personne.email for a in Avis.objects.filter(acte=acte).select_related("personne")}


def test_une_decision_qui_a_effet_est_dite_au_partenaire(monde: Monde) -> None:
    decision = decider(droit_de(monde), monde, "-500.00")
    siens = {getattr(monde.passerelles, r).email for r in ("activite", "finances", "approbateur")}
    assert siens <= prevenus("decision_prise")
    assert monde.conseiller.email not in prevenus("decision_prise")
    lus = [*Avis.objects.filter(acte__in=ACTES).values_list("phrase", flat=True)]
    assert lus
    assert not any("500" in phrase or MOTIF in phrase for phrase in lus)
    retirer_decision(
        decision.pk, motif="Les heures étaient justes après tout.", acteur=acteur(monde.conseiller)
    )
    assert siens <= prevenus("decision_retiree")


def test_une_proposition_n_est_dite_qu_une_fois_confirmee(monde: Monde) -> None:
    decision = decider(droit_de(monde), monde, "-5000.00")
    assert not prevenus("decision_prise")
    confirmer_decision(decision.pk, acteur=acteur(monde.remplacant))
    assert monde.passerelles.finances.email in prevenus("decision_prise")
    assert monde.conseiller.email in prevenus("decision_prise")


@pytest.mark.parametrize("retiree", [False, True])
def test_le_courriel_d_une_decision_retiree_ne_part_pas(monde: Monde, retiree: bool) -> None:
    decision = decider(droit_de(monde), monde, "-500.00")
    courriel = Courriel.objects.filter(relecteur="subventions.decision").order_by("pk")[0]
    if retiree:
        retirer_decision(
            decision.pk,
            motif="Les heures étaient justes après tout.",
            acteur=acteur(monde.conseiller),
        )
    verdict = relire_decision(courriel, MAINTENANT)
    assert isinstance(verdict, Retire) == retiree


def test_qui_peut_signer_en_second_est_prevenu_une_fois_sans_montant(monde: Monde) -> None:
    decider(droit_de(monde), monde, "-5000.00")
    autres = {q.email for q in (monde.remplacant, monde.hors_portefeuille)}
    assert autres <= prevenus("decision_a_confirmer")
    assert not {q.email for q in (monde.conseiller, monde.ccd, monde.conseiller_nord)} & prevenus(
        "decision_a_confirmer"
    )
    (avis,) = Avis.objects.filter(acte="decision_a_confirmer", personne=monde.remplacant)
    assert "5000" not in avis.phrase.replace(" ", "")
    assert MOTIF not in avis.phrase
    assert str(monde.conseiller) in avis.phrase


def test_une_decision_d_une_personne_ne_demande_rien_aux_autres(monde: Monde) -> None:
    decider(droit_de(monde), monde, "-500.00")
    assert not prevenus("decision_a_confirmer")


def test_le_courriel_a_qui_signe_ne_part_plus_une_fois_signe(monde: Monde) -> None:
    decision = decider(droit_de(monde), monde, "-5000.00")
    courriel = Courriel.objects.get(
        relecteur="subventions.decision", destinataire_id=monde.hors_portefeuille.pk
    )
    assert not isinstance(relire_decision(courriel, MAINTENANT), Retire)
    confirmer_decision(decision.pk, acteur=acteur(monde.remplacant))
    assert isinstance(relire_decision(courriel, MAINTENANT), Retire)


def test_un_refus_est_dit_a_qui_avait_propose(monde: Monde) -> None:
    decision = decider(droit_de(monde), monde, "-5000.00")
    refuser_decision(
        decision.pk, motif="Le calcul est juste, rien à changer.", acteur=acteur(monde.remplacant)
    )
    assert prevenus("decision_refusee") == {monde.conseiller.email}
    assert not prevenus("decision_prise")
