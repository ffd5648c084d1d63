"""A projection as people read it: totals by dispositif and portfolio, and what is left of the
envelope."""

from collections.abc import Iterator
from dataclasses import dataclass

from habilitations.regles.exercices import bornes_exercice
from portal.socle.formats import euros, variation
from portal.socle.formats import parametre as en_clair
from subventions.models import Projection
from subventions.regles.parametres import DISPOSITIFS, parametre
from subventions.simulateur.presentation.graphique import Graphique, graphique
from subventions.simulateur.presentation.resultats import signe
from subventions.simulateur.regles.prevision import Prevision, reunir
from subventions.simulateur.regles.projection import Ligne, par_dispositif, total
from subventions.simulateur.services.previsions import previsions_de
from subventions.simulateur.services.projections import lignes_de


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
    dispositif: str


@dataclass(frozen=True)
class ProjectionLue:
    """``reste`` is what the envelope leaves, or lacks; empty without one. ``par_dispositif`` is
    empty when there is one alone."""

    essais: tuple[tuple[str, str], ...]
    lignes: tuple[LigneLue, ...]
    par_dispositif: tuple[LigneLue, ...]
    ensemble: LigneLue
    enveloppe: str = ""
    reste: str = ""
    depasse: bool = False
    prevision: Prevision | None = None
    deja: str = ""
    graphique: Graphique | None = None
    retenus: str = ""


def lire(projection: Projection) -> ProjectionLue:
    """Write a projection in words; no line while it is being computed."""
    lignes = lignes_de(projection)
    ensemble = total(lignes)
    enveloppe = projection.enveloppe
    reste = None if enveloppe is None else enveloppe - ensemble.apres
    premier, prevision = prevision_reunie(projection)
    plusieurs = len(projection.dispositifs) > 1
    return ProjectionLue(
        tuple(essais_lus(projection)),
        tuple(_lue(ligne) for ligne in lignes),
        tuple(_lue(ligne) for ligne in par_dispositif(lignes)) if plusieurs else (),
        _lue(ensemble),
        euros(enveloppe),
        "" if reste is None else euros(abs(reste)),
        reste is not None and reste < 0,
        prevision,
        euros(prevision.deja) if prevision and prevision.deja else "",
        _dessin(projection, premier, prevision) if prevision else None,
        euros(prevision.retenus) if prevision else "",
    )


def prevision_reunie(projection: Projection) -> tuple[int, Prevision | None]:
    """All the dispositifs on one calendar, and its first month; None before it is computed."""
    parts = [
        (bornes_exercice(code, projection.annee)[0].month, prevision)
        for code, prevision in previsions_de(projection).items()
    ]
    return reunir(parts) if parts else (1, None)


def essais_lus(projection: Projection) -> Iterator[tuple[str, str]]:
    """Each value tried beside the name of its parameter, and of its dispositif if several are."""
    for dispositif, essais in projection.essais.items():
        for code, valeur in essais.items():
            connu = parametre(dispositif, code)
            nom = connu.libelle if connu else code
            plusieurs = len(projection.dispositifs) > 1
            sujet = f"{DISPOSITIFS[dispositif]}, {nom}" if plusieurs else nom
            yield sujet, en_clair(code, valeur)


def _dessin(projection: Projection, premier: int, prevision: Prevision) -> Graphique | None:
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
        DISPOSITIFS.get(ligne.dispositif, ""),
    )
