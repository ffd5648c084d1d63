"""The database refuses simulations that cannot be, each rule by its name."""

import pytest
from django.db import IntegrityError, transaction

from subventions.models import Simulation
from tests.monde import Monde
from tests.subventions.simulateur.fabriques import simulation

REFUS = {
    "simulation_titree": {"titre": ""},
    "simulation_dispositif_connu": {"dispositif": "autre"},
    "simulation_annee_plausible": {"annee": 1999},
    "simulation_revision_positive": {"revision": 0},
    "simulation_origine_complete": {"origine": "Réelle 2025"},
}


@pytest.mark.parametrize("nom", sorted(REFUS))
def test_la_base_refuse(nom: str, monde: Monde) -> None:
    gardee = simulation(monde.passerelles.finances)
    with pytest.raises(IntegrityError, match=nom), transaction.atomic():
        Simulation.objects.filter(pk=gardee.pk).update(**REFUS[nom])


def test_chaque_contrainte_a_son_cas_et_son_message() -> None:
    controles = [c for c in Simulation._meta.constraints if hasattr(c, "condition")]
    assert {c.name for c in controles} == set(REFUS)
    assert all(c.violation_error_message for c in controles)
