"""Compute the scenarios of a sheet with the barème in force; nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.saisie.regles.structure import Ligne
from portal.saisie.regles.valeurs import Valeur
from subventions.referentiels import profils_acomptes
from subventions.regles.bareme import Bareme
from subventions.services.baremes import bareme_applicable
from subventions.simulateur.regles.entrees import entree_de
from subventions.simulateur.regles.noms import nommer
from subventions.simulateur.regles.simulation import Resultat, simuler
from subventions.simulateur.regles.structure import SCENARIOS, Feuillet
from subventions.simulateur.regles.tresorerie import PROFIL, Tresorerie, desordres, tresorerie


@dataclass(frozen=True)
class Simulee:
    """The scenarios computed, each under its own name; ``tresoreries`` by key of scenario.

    ``erreurs`` are messages by chemin: figures that contradict each other.
    """

    bareme: Bareme
    resultats: tuple[tuple[Ligne, Resultat], ...]
    tresoreries: Mapping[str, Tresorerie]
    erreurs: Mapping[str, str]
    profil: str = ""


def calculer(feuillet: Feuillet, valeurs: Mapping[str, Valeur], caf_id: int | None) -> Simulee:
    """Compute every scenario with the barème of a Caf, or the national one alone; one query."""
    bareme = bareme_applicable(feuillet.dispositif, feuillet.annee, caf_id)
    choisi = profils_acomptes().get(str(valeurs.get(PROFIL, "")))
    resultats: list[tuple[Ligne, Resultat]] = []
    tresoreries: dict[str, Tresorerie] = {}
    erreurs = desordres(choisi, valeurs) if choisi else {}
    for scenario in nommer(feuillet, valeurs).scenarios:
        entree = entree_de(feuillet, feuillet.de(scenario, valeurs), bareme)
        resultat = simuler(feuillet.dispositif, entree, bareme, feuillet.plan, feuillet.annee)
        resultats.append((scenario, resultat))
        for suite, message in (entree.erreurs or {}).items():
            erreurs[f"{SCENARIOS}.{scenario.cle}.{suite}"] = message
        if choisi and resultat.montant is not None:
            tresoreries[scenario.cle] = tresorerie(resultat.montant, choisi, valeurs)
    return Simulee(bareme, tuple(resultats), tresoreries, erreurs, choisi.libelle if choisi else "")
