"""Exercices declared by one's partner, of équipements that have passed to another since.

Their rights are read by who runs the équipement (docs/decisions/0054); that they exist, and where
one's own money is read, is told to who declared them.
"""

from dataclasses import dataclass

from django.db.models import F

from habilitations.models import Equipement
from habilitations.permissions import Acteur
from habilitations.regles.exercices import libelle_exercice
from portal.socle.francais import cle_de_tri, enumerer
from subventions.droits.services.lecteurs import lit_l_argent_de
from subventions.models import Droit


@dataclass(frozen=True)
class ExercicesAnciens:
    """An équipement that one’s partner runs no more, and the exercices that it declared of it."""

    equipement: Equipement
    annees: tuple[int, ...]

    @property
    def exercices(self) -> str:
        """« 2024 et 2025 », « 2024-2025 »."""
        return enumerer([libelle_exercice(self.equipement.dispositif, a) for a in self.annees])


def exercices_anciens(acteur: Acteur) -> list[ExercicesAnciens]:
    """In French order; one query, none for who has no right."""
    chez = {droit.gestionnaire_id for droit in acteur.habilitations}
    if not chez:
        return []
    siens = (
        Droit.objects.filter(gestionnaire__in=chez)
        .exclude(gestionnaire=F("equipement__gestionnaire"))
        .select_related("equipement")
    )
    annees: dict[Equipement, set[int]] = {}
    for droit in siens:
        if lit_l_argent_de(acteur, droit.gestionnaire_id, droit.equipement):
            annees.setdefault(droit.equipement, set()).add(droit.annee)
    return [
        ExercicesAnciens(equipement, tuple(sorted(annees[equipement])))
        for equipement in sorted(annees, key=lambda e: (cle_de_tri(e.nom), e.pk))
    ]
