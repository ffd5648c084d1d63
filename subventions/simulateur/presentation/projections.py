"""A projection as people read it: totals by portfolio, and what is left of the envelope."""

from dataclasses import dataclass

from habilitations.regles.exercices import bornes_exercice
from portal.socle.formats import euros, variation
from portal.socle.formats import parametre as en_clair
from subventions.models import Projection
from subventions.regles.parametres import parametre
from subventions.simulateur.presentation.graphique import Graphique, graphique
from subventions.simulateur.presentation.resultats import signe
from subventions.simulateur.regles.prevision import Prevision
from subventions.simulateur.regles.projection import Ligne, total
from subventions.simulateur.services.projections import lignes_de, prevision_de


@dataclass(frozen=True)
class LigneLue:
    territoire: str
    dossiers: int
    avant: str
    apres: str
    ecart: str
    variation: str
    ouverts: int
    sans_montant: int


@dataclass(frozen=True)
class ProjectionLue:
    """``reste`` is what the envelope leaves, or lacks; empty without one."""

    essais: tuple[tuple[str, str], ...]
    lignes: tuple[LigneLue, ...]
    ensemble: LigneLue
    enveloppe: str = ""
    reste: str = ""
    depasse: bool = False
    prevision: Prevision | None = None
    graphique: Graphique | None = None


def lire(projection: Projection) -> ProjectionLue:
    """Write a projection in words; no line while it is being computed."""
    lignes = lignes_de(projection)
    ensemble = total(lignes)
    enveloppe = projection.enveloppe
    reste = None if enveloppe is None else enveloppe - ensemble.apres
    return ProjectionLue(
        tuple(
            (_nom(projection.dispositif, code), en_clair(code, valeur))
            for code, valeur in projection.essais.items()
        ),
        tuple(_lue(ligne) for ligne in lignes),
        _lue(ensemble),
        euros(enveloppe),
        "" if reste is None else euros(abs(reste)),
        reste is not None and reste < 0,
        prevision := prevision_de(projection),
        _dessin(projection, prevision) if prevision else None,
    )


def _dessin(projection: Projection, prevision: Prevision) -> Graphique | None:
    premier = bornes_exercice(projection.dispositif, projection.annee)[0].month
    series = [("Versements", prevision.verses), ("Indus", prevision.indus)]
    return graphique(series, premier, projection.annee)


def _lue(ligne: Ligne) -> LigneLue:
    return LigneLue(
        ligne.territoire,
        ligne.dossiers,
        euros(ligne.avant),
        euros(ligne.apres),
        signe(ligne.ecart),
        variation(ligne.apres, ligne.avant),
        ligne.ouverts,
        ligne.sans_montant,
    )


def _nom(dispositif: str, code: str) -> str:
    connu = parametre(dispositif, code)
    return connu.libelle if connu else code
