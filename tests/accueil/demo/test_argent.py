"""The demonstration has a right in each state, and decisions that wait, hold, and ended."""

import json
from io import StringIO

from django.core.management import call_command

from subventions.droits.regles.decisions import EtatDecision
from subventions.models import Calcul, DecisionDroit, Droit, SuspensionDroit


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


def test_chaque_calcul_de_la_demonstration_se_rejoue_au_centime(demo: object) -> None:
    """``manage.py rejouer`` finds each of them again, in every dispositif and every state."""
    sortie = StringIO()
    call_command("rejouer", processus=1, stdout=sortie)
    assert json.loads(sortie.getvalue()) == {
        "differences": [],
        "rejoues": Calcul.objects.count(),
    }
    figes = set(Calcul.objects.values_list("dispositif", flat=True))
    assert figes >= {"cct", "clas", "er"}
    assert Calcul.objects.filter(montant__isnull=False).count() > 20
