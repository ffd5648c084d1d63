"""What a partner's gestionnaire des habilitations has to mend, for their first page."""

from dataclasses import dataclass

from habilitations.models import Adhesion, Role
from habilitations.permissions import Acteur
from habilitations.presentation.partenaire import dire_manques
from habilitations.services.couverture import (
    droits_du_partenaire,
    equipements_du_partenaire,
    manques,
)
from habilitations.verification import droits_verifies


@dataclass(frozen=True)
class AGerer:
    """``manques``: roles that nobody holds, by équipement; ``seul``: no other manager there."""

    base: Adhesion
    manques: list[str]
    seul: bool


def a_gerer(acteur: Acteur) -> list[AGerer]:
    """Partners whose rights one looks after and where something is missing; four queries each."""
    gestion = Role.GESTIONNAIRE_HABILITATIONS
    bases = {h.base.pk: h.base for h in acteur.habilitations if h.role == gestion and h.base}
    lus = []
    for base in bases.values():
        tenus = droits_verifies(droits_du_partenaire(base), acteur.jour)
        equipements = list(equipements_du_partenaire(base, acteur.jour))
        seul = len({d.utilisateur_id for d in tenus if d.role == gestion}) == 1
        lu = AGerer(base, dire_manques(manques(equipements, tenus)), seul)
        if lu.manques or lu.seul:
            lus.append(lu)
    return lus
