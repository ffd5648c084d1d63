"""A sheet with what it gives, ready to be shown: what every page of the simulator draws."""

from collections.abc import Mapping
from typing import Any

from portal.saisie.presentation.formulaire import Reste
from portal.saisie.regles.valeurs import Valeur
from portal.socle.formats import avec_unite
from subventions.simulateur.presentation.formulaire import Places, formulaire
from subventions.simulateur.presentation.resultats import Comparaison, comparer, premier_mois
from subventions.simulateur.regles.noms import nommer
from subventions.simulateur.regles.structure import NOM, SCENARIOS, Feuillet
from subventions.simulateur.regles.tresorerie import HORIZON, mois_ecrit, offertes
from subventions.simulateur.services.calculs import Simulee


def comparaison_de(feuillet: Feuillet, simulee: Simulee) -> Comparaison:
    """The scenarios side by side, their payments named by month."""
    mois = premier_mois(feuillet)
    calendrier = [mois_ecrit(mois, feuillet.annee, rang) for rang in range(HORIZON)]
    return comparer(feuillet, simulee.resultats, simulee.tresoreries, calendrier, simulee.profil)


def chiffres_lus(
    feuillet: Feuillet, valeurs: Mapping[str, Valeur]
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each figure in words with its value in every scenario; those empty everywhere left out."""
    nommes = nommer(feuillet, valeurs).scenarios
    prefixe = f"{SCENARIOS}.{nommes[0].cle}."
    rangees = []
    for chemin, place in feuillet.places.items():
        if not chemin.startswith(prefixe) or place.champ.code == NOM:
            continue
        poste = f" – {place.lignes[1].libelle}" if len(place.lignes) > 1 else ""
        cellules = [
            (
                scenario.libelle,
                avec_unite(
                    str(valeurs.get(_voisin(chemin, prefixe, scenario.cle), "")), place.champ.unite
                ),
            )
            for scenario in nommes
        ]
        if any(valeur for _, valeur in cellules):
            rangees.append((f"{place.champ.libelle}{poste}", cellules))
    return rangees


def _voisin(chemin: str, prefixe: str, cle: str) -> str:
    """The same field in another scenario."""
    return f"{SCENARIOS}.{cle}.{chemin.removeprefix(prefixe)}"


def dessin(
    feuillet: Feuillet,
    autres: Places,
    valeurs: Mapping[str, Valeur],
    reste: Reste,
    simulee: Simulee | None,
) -> dict[str, Any]:
    """Context of ``partials/formulaire.html`` and ``partials/comparaison.html``."""
    dessine = formulaire(feuillet, autres, offertes(valeurs), reste)
    return {
        "formulaire": dessine,
        "erreurs": dessine.erreurs,
        "comparaison": simulee and comparaison_de(feuillet, simulee),
    }
