"""Every version of the engine that ever froze a computation: each stays callable for good.

A change that alters any result – an amount, a step, a rounding, a word of a step – is a new
version: it is added here, MOTEUR then names it, and the former function stays. So what was frozen
can always be computed again (``manage.py rejouer``) and told apart from what was tampered with.
"""

from collections.abc import Callable, Mapping

from subventions.regles.bareme import Bareme
from subventions.regles.estimation import Estimation
from subventions.regles.moteur import estimer
from subventions.regles.plan import PlanComptable

Moteur = Callable[[str, object, Bareme, PlanComptable, int], Estimation]

MOTEURS: Mapping[int, Moteur] = {1: estimer}
# The version that estimates today.
MOTEUR = 1
