"""The actualisée: called by an adviser, for the équipements that the story names."""

from collections.abc import Mapping
from datetime import datetime

from declarations.models import Campagne, Declaration
from declarations.services.actualisees import Cible, appeler_actualisees
from portal.accueil.demo.terrain import Terrain


def appeler_la_selection(
    campagne: Campagne, terrains: Mapping[int, Terrain], quand: datetime
) -> list[Declaration]:
    """Call the équipements of one Caf that have an actualisée to tell; each adviser for theirs."""
    choisis = [
        t
        for t in terrains.values()
        if "actualisee" in t.etapes
        and t.equipement.caf_id == campagne.caf_id
        and t.equipement.dispositif == campagne.dispositif
    ]
    cible = Cible(campagne.caf, campagne.dispositif, campagne.annee, campagne.numero)
    for conseiller in {t.conseiller for t in choisis}:
        siens = [t for t in choisis if t.conseiller == conseiller]
        acteur = siens[0].acteur(conseiller, quand)
        appeler_actualisees(cible, [t.equipement.pk for t in siens], acteur=acteur)
    return list(Declaration.objects.filter(campagne=campagne).order_by("pk"))
