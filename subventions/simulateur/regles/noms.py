"""What scenarios are called wherever they stand side by side: people compare figures, not letters.

The name typed; without one, its letter and the first figure that sets it apart from the others.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from portal.saisie.regles.champs import Champ
from portal.saisie.regles.structure import Emplacement, Ligne
from portal.saisie.regles.valeurs import Valeur, est_rempli
from portal.socle.formats import ESPACE_INSECABLE, avec_unite
from subventions.simulateur.regles.structure import NOM, SCENARIOS, Feuillet

Valeurs = Mapping[str, Valeur]


def nommer(feuillet: Feuillet, valeurs: Valeurs) -> Feuillet:
    """The sheet with its scenarios called as people know them, no two alike."""
    typees = {s.cle: str(valeurs.get(_chemin(s, NOM)) or "") for s in feuillet.scenarios}
    portes = Counter(typees.values())
    return replace(
        feuillet,
        scenarios=tuple(
            replace(s, libelle=_nom(feuillet, s, typees[s.cle], portes, valeurs))
            for s in feuillet.scenarios
        ),
    )


def _nom(
    feuillet: Feuillet, scenario: Ligne, type_: str, portes: Counter[str], valeurs: Valeurs
) -> str:
    if type_:
        return type_ if portes[type_] == 1 else f"{type_} ({scenario.cle.upper()})"
    distinction = _distinction(feuillet, scenario, valeurs)
    return f"{scenario.libelle} ({distinction})" if distinction else scenario.libelle


def _distinction(feuillet: Feuillet, scenario: Ligne, valeurs: Valeurs) -> str:
    """The first figure that no other scenario has, else that the one compared with has not."""
    autres = [s for s in feuillet.scenarios if s != scenario]
    if not autres:
        return ""
    siennes = list(_chiffres(feuillet, scenario, valeurs))
    for compares in (autres, autres[:1]):
        for suite, place, valeur in siennes:
            if all(valeurs.get(_chemin(autre, suite), "") != valeur for autre in compares):
                return _dire(place, valeur)
    return ""


def _chiffres(
    feuillet: Feuillet, scenario: Ligne, valeurs: Valeurs
) -> Iterator[tuple[str, Emplacement[Champ, Ligne], Valeur]]:
    prefixe = _chemin(scenario, "")
    for chemin, place in feuillet.places.items():
        if chemin.startswith(prefixe) and place.champ.code != NOM:
            valeur = valeurs.get(chemin, "")
            if est_rempli(valeur):
                yield chemin.removeprefix(prefixe), place, valeur


def _dire(place: Emplacement[Champ, Ligne], valeur: Valeur) -> str:
    """« collectifs réalisés : 4 », « temps de travail, Poste 2 : 0,5 ETP »."""
    nom = place.champ.libelle
    poste = f", {place.lignes[1].libelle}" if len(place.lignes) > 1 else ""
    ecrite = avec_unite(str(valeur), place.champ.unite)
    return f"{nom[0].lower()}{nom[1:]}{poste}{ESPACE_INSECABLE}: {ecrite}"


def _chemin(scenario: Ligne, suite: str) -> str:
    return f"{SCENARIOS}.{scenario.cle}.{suite}"
