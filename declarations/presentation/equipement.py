"""The declarations of one équipement, by exercice, for the person who reads its fiche."""

from dataclasses import dataclass
from itertools import groupby

from declarations.models import Declaration
from declarations.models.calendrier import Nature
from declarations.presentation.suite import libelle_etat, ton_etat
from habilitations.models import Equipement
from habilitations.permissions import Acteur
from habilitations.regles.exercices import libelle_exercice

ORDRE = tuple(Nature.values)


@dataclass(frozen=True)
class LigneDeclaration:
    """One declaration: its name, where it stands. No figure."""

    pk: int
    libelle: str
    etat: str
    ton: str


@dataclass(frozen=True)
class ExerciceDeclare:
    """One exercice and its declarations, in the order in which they are asked."""

    annee: int
    libelle: str
    declarations: list[LigneDeclaration]


def exercices(equipement: Equipement, acteur: Acteur, cote_caf: bool) -> list[ExerciceDeclare]:
    """Exercices with at least one declaration this person may open, latest first; one query."""
    visibles = Declaration.objects.visibles_par(acteur)
    lues = visibles.filter(equipement=equipement).order_by("-annee")
    return [
        ExerciceDeclare(
            annee=annee,
            libelle=libelle_exercice(equipement.dispositif, annee),
            declarations=[
                LigneDeclaration(
                    pk=d.pk,
                    libelle=d.libelle_nature,
                    etat=libelle_etat(d.etat, cote_caf),
                    ton=ton_etat(d.etat, cote_caf),
                )
                for d in sorted(groupe, key=lambda d: (ORDRE.index(d.nature), d.numero))
            ],
        )
        for annee, groupe in groupby(lues, key=lambda d: d.annee)
    ]
