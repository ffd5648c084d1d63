"""The database refuses simulations that cannot be, each rule by its name."""

import pytest
from django.db import IntegrityError, transaction

from subventions.models import Projection, Simulation
from tests.monde import Monde
from tests.subventions.simulateur.fabriques import projection_de, simulation

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


REFUS_PROJECTION = {
    "projection_etat_connu": {"etat": "autre", "calculee_le": None},
    "projection_date_du_calcul": {"etat": "calcul"},
    "projection_avancement_borne": {"faits": 4},
    "projection_enveloppe_positive": {"enveloppe": -1},
    "projection_dispositifs_connus": {"dispositifs": ["er", "autre"]},
}


@pytest.mark.parametrize("nom", sorted(REFUS_PROJECTION))
def test_la_base_refuse_une_projection(nom: str, monde: Monde) -> None:
    gardee = projection_de(monde.conseiller, monde.caf.pk)
    with pytest.raises(IntegrityError, match=nom), transaction.atomic():
        Projection.objects.filter(pk=gardee.pk).update(**REFUS_PROJECTION[nom])


@pytest.mark.parametrize(("modele", "refus"), [(Simulation, REFUS), (Projection, REFUS_PROJECTION)])
def test_chaque_contrainte_a_son_cas_et_son_message(
    modele: type[Simulation | Projection], refus: dict[str, object]
) -> None:
    controles = [c for c in modele._meta.constraints if hasattr(c, "condition")]
    assert {c.name for c in controles} == set(refus)
    assert all(c.violation_error_message for c in controles)
