"""A decision is told at once, without a figure nor its reason; what ended is not told after."""

import pytest

from portal.dossiers.models import Avis
from portal.socle.models import Courriel
from portal.socle.relecture import Retire
from subventions.droits.services import confirmer_decision, retirer_decision
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
