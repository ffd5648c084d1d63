"""Which équipements owe a file to their Caf for an exercice."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from habilitations.models import Adhesion, Caf, Convention, Equipement
from habilitations.models.equipements import EquipementQuerySet
from habilitations.regles.exercices import bornes_exercice


def equipements_conventionnes(
    caf: Caf, dispositif: str, annee: int, jour: date
) -> EquipementQuerySet:
    """Équipements open during an exercice, covered by a COF for it, of partners who have joined.

    A gestionnaire counts from the day its adhesion is complete: a partner who joins during a
    campaign is called that day (DOMAINE §2).
    """
    debut, fin = bornes_exercice(dispositif, annee)
    return Equipement.objects.ouverts(debut, fin).filter(
        caf=caf,
        dispositif=dispositif,
        gestionnaire__in=Adhesion.objects.actives(jour).filter(caf=caf).values("gestionnaire"),
        pk__in=Convention.objects.couvrant(debut, fin).values("equipement"),
    )


def cafs_suivies() -> QuerySet[Caf]:
    """The funds with an équipement: those that files are called in.

    Asked Caf by Caf: a join would read every équipement of the country.
    """
    return Caf.objects.filter(Exists(Equipement.objects.filter(caf=OuterRef("pk"))))
