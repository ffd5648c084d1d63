"""The form of a simulation: scenarios as columns of one table, then what is asked once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from portal.saisie.presentation.formulaire import Bloc, Groupe, Reste, dessiner
from portal.saisie.presentation.tableau import Tableau, en_tableau
from portal.saisie.regles.champs import Champ
from portal.saisie.regles.structure import Emplacement, Ligne, Repetition
from portal.saisie.regles.valeurs import Valeur
from portal.socle.composants import ErreurSaisie
from subventions.simulateur.regles.noms import nommer
from subventions.simulateur.regles.structure import (
    POSTES_MAX,
    REPETITIONS,
    SCENARIOS,
    SCENARIOS_MAX,
    Feuillet,
)

Places = Mapping[str, Emplacement[Champ, Ligne]]


@dataclass(frozen=True)
class Formulaire:
    """Everything to draw; ``autres`` are the fields asked once for all the scenarios."""

    feuillet: Feuillet
    tableau: Tableau | None
    autres: Bloc
    erreurs: tuple[ErreurSaisie, ...]

    @property
    def repetition(self) -> Repetition:
        return REPETITIONS[SCENARIOS]

    @property
    def peut_ajouter_un_scenario(self) -> bool:
        return len(self.feuillet.scenarios) < SCENARIOS_MAX

    @property
    def peut_ajouter_un_poste(self) -> bool:
        return self.feuillet.a_des_postes and len(self.feuillet.postes) < POSTES_MAX


def formulaire(
    feuillet: Feuillet, autres: Places, valeurs: Mapping[str, Valeur], reste: Reste
) -> Formulaire:
    """Draw the sheet with what is kept, and what was just typed over it.

    Headings, fields, mistakes and buttons call each scenario by its name.
    """
    feuillet = nommer(feuillet, valeurs)
    groupes = [_scenario(feuillet, ligne, valeurs, reste) for ligne in feuillet.scenarios]
    champs = tuple(dessiner(place, valeurs.get(c, ""), reste) for c, place in autres.items())
    poses = {c.chemin: c for g in groupes for b in g.blocs for c in b.champs}
    poses |= {champ.chemin: champ for champ in champs}
    places = {**feuillet.places, **autres}
    erreurs = tuple(
        ErreurSaisie(f"{places[chemin].libelle_complet} : {message}", poses[chemin].id)
        for chemin, message in reste.erreurs.items()
        if chemin in poses
    )
    return Formulaire(feuillet, en_tableau(groupes), Bloc("Versements", champs), erreurs)


def _scenario(
    feuillet: Feuillet, scenario: Ligne, valeurs: Mapping[str, Valeur], reste: Reste
) -> Groupe:
    siennes = [p for p in feuillet.places.values() if p.lignes[0] == scenario]
    blocs = tuple(
        Bloc(titre, tuple(dessiner(p, valeurs.get(p.chemin, ""), reste) for p in places))
        for titre, places in _par_titre(feuillet, siennes)
    )
    return Groupe(f"scenario-{scenario.cle}", scenario.libelle, blocs, cle=scenario.cle)


def _par_titre(
    feuillet: Feuillet, places: Sequence[Emplacement[Champ, Ligne]]
) -> Iterator[tuple[str, list[Emplacement[Champ, Ligne]]]]:
    """Fields under one heading: those of a post, or those of a section."""
    titres: dict[str, list[Emplacement[Champ, Ligne]]] = {}
    for place in places:
        poste = place.lignes[1].libelle if len(place.lignes) > 1 else ""
        titres.setdefault(poste or place.section.titre, []).append(place)
    yield from titres.items()
