"""Facts of a file in words: their names, and those of the values they may take.

Those that conditions look at, and what a sending tells of itself: what is counted by the analysis.
"""

from collections.abc import Mapping
from functools import lru_cache

from bilans.regles.faits import FAITS, FAITS_COMPTES
from declarations.grilles import toutes_les_grilles
from habilitations.models import Role
from portal.saisie.regles.champs import REPONSES

THEMES, ROLE = "themes", "role"
# The field of the declaration that themes of the CTG come from (grid « cct »).
THEMATIQUES = "thematiques"
NOMS: Mapping[str, str] = {
    THEMES: "Thèmes de la convention territoriale globale",
    "bonus_enfants": "Bonus enfants demandé dans la déclaration",
    "bonus_parents": "Bonus parents demandé dans la déclaration",
    "chef_de_projet": "Un chef de projet parmi les postes déclarés",
    ROLE: "Rôles tenus pour cet équipement",
    "en_retard": "Transmis après l’échéance",
}


def nom_fait(fait: str) -> str:
    """The name of a fact; its code when it is not known, as in a definition that is wrong."""
    return NOMS.get(fait, fait)


@lru_cache
def valeurs_fait(fait: str) -> Mapping[str, str]:
    """The values that a fact may take, in order, each with its label."""
    if fait == THEMES:
        libelles = _themes()
    elif fait == ROLE:
        libelles = {role.value: str(role.label) for role in Role}
    else:
        libelles = dict(REPONSES)
    possibles = FAITS.get(fait) or FAITS_COMPTES.get(fait, ())
    return {code: libelles.get(code, code) for code in possibles}


def _themes() -> Mapping[str, str]:
    """Themes by code, as the last grid that asks for them says them."""
    return {
        code: libelle
        for grille in toutes_les_grilles()
        for section in grille.sections
        for champ in section.champs
        if champ.code == THEMATIQUES
        for code, libelle in champ.choix
    }
