"""The demonstration has a right in each state, and decisions that wait, hold, and ended."""

from subventions.droits.regles.decisions import EtatDecision
from subventions.models import DecisionDroit, Droit, SuspensionDroit


def test_la_demonstration_a_des_droits_dans_chaque_etat(demo: object) -> None:
    etats = set(Droit.objects.values_list("etat", flat=True))
    assert {"provisoire", "definitif", "remplace"} <= etats
    decisions = set(DecisionDroit.objects.values_list("etat", flat=True))
    assert decisions == set(EtatDecision) - {EtatDecision.CADUQUE}
    confirmees = DecisionDroit.objects.filter(confirmee_par__isnull=False)
    assert confirmees
    assert all(d.confirmee_par != d.proposee_par for d in confirmees)
    causes = SuspensionDroit.objects.en_cours().values_list("cause", flat=True)
    assert "controle" in set(causes)
    assert SuspensionDroit.objects.filter(cause="piece", levee_le__isnull=False).exists()
