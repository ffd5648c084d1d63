"""What is tried and kept: simulations of a partner, projections of a Caf."""

from subventions.simulateur.models.projections import EtatProjection, Projection
from subventions.simulateur.models.simulations import Simulation

__all__ = ["EtatProjection", "Projection", "Simulation"]
