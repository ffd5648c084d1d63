"""Several exercices side by side: one équipement a line, one exercice a column, and how it moved.

Of each exercice, what says most of it: its réelle once sent, else its latest actualisée, else its
prévisionnelle, as the checks compare them (C06).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from declarations.models import Declaration
from declarations.presentation.chiffres import (
    CHARGES,
    COLLECTIFS,
    ENFANTS,
    ETP,
    HEURES,
    LIBELLES,
    MONTANT,
    avec_chiffres,
    chiffres_de,
    ecrire,
)
from declarations.regles.etats import Etat
from declarations.regles.total import texte_variation, variation
from declarations.services.contenu.evaluation import seuils
from declarations.services.contenu.references import la_plus_sure
from habilitations.models import Equipement
from habilitations.permissions import Acteur

MESURES = (MONTANT, CHARGES, HEURES, COLLECTIFS, ENFANTS, ETP)
COMBIEN = 3
NON_RENSEIGNE = "–"


@dataclass(frozen=True)
class CaseExercice:
    """A figure of one exercice, of which declaration, and how it moved from the one before.

    ``forte`` when it moved more than what a partner has to justify.
    """

    exercice: str
    texte: str = NON_RENSEIGNE
    nature: str = ""
    adresse: str = ""
    variation: str = ""
    forte: bool = False


@dataclass(frozen=True)
class RangExercices:
    equipement: Equipement
    cases: tuple[CaseExercice, ...]


def comparer_exercices(
    equipements: Sequence[Equipement], annees: Sequence[int], mesure: str, acteur: Acteur
) -> tuple[list[RangExercices], list[Declaration]]:
    """One line for each équipement, one case for each year; and the declarations that were read.

    A constant number of queries, whatever their number.
    """
    lues = _lues(equipements, annees, acteur)
    seuil = seuils()["C06.ecart"]
    rangs, retenues = [], []
    for equipement in equipements:
        siennes = {
            annee: la_plus_sure(
                d for d in lues if (d.equipement_id, d.annee) == (equipement.pk, annee)
            )
            for annee in annees
        }
        retenues += [d for d in siennes.values() if d]
        rangs.append(RangExercices(equipement, tuple(_cases(siennes, mesure, seuil))))
    return rangs, retenues


def _lues(
    equipements: Sequence[Equipement], annees: Iterable[int], acteur: Acteur
) -> list[Declaration]:
    envoyees = (
        Declaration.objects.visibles_comme_agent(acteur)
        .filter(
            equipement__in=[e.pk for e in equipements],
            annee__in=annees,
            version_en_vigueur__isnull=False,
        )
        .exclude(etat=Etat.SANS_OBJET)
    )
    return list(avec_chiffres(envoyees.pour_liste()))


def _cases(
    siennes: dict[int, Declaration | None], mesure: str, seuil: Decimal
) -> Iterable[CaseExercice]:
    avant: Decimal | None = None
    for rang, (annee, declaration) in enumerate(siennes.items()):
        chiffres = chiffres_de(declaration) if declaration else None
        valeur = chiffres.valeurs.get(mesure) if chiffres else None
        if declaration is None or valeur is None:
            yield CaseExercice(str(annee))
        else:
            ecart = variation(valeur, avant)
            yield CaseExercice(
                exercice=declaration.exercice,
                texte=ecrire(mesure, valeur),
                nature=declaration.libelle_nature,
                adresse=reverse("declarations:dossier", args=[declaration.pk]),
                variation=texte_variation(valeur, avant) if rang else "",
                forte=ecart is not None and ecart > seuil,
            )
        avant = valeur


def choix_mesures() -> list[tuple[str, str]]:
    return [(code, LIBELLES[code]) for code in MESURES]
