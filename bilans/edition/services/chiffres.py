"""Figures of the declaration that a question may share (C15): of the réelle, and read by all."""

from collections.abc import Mapping
from functools import lru_cache

from bilans.edition.regles.publication import Chiffre
from declarations.grilles import toutes_les_grilles
from declarations.regles.grille import ACTIVITE, REELLE


@lru_cache
def chiffres_de(dispositif: str) -> Mapping[str, Chiffre]:
    """Shareable figures by code, in reading order, as the last grid of a dispositif says them.

    None comes from the volet finances: no salary is read through a bilan.
    """
    grilles = [g for g in toutes_les_grilles() if g.dispositif == dispositif]
    return {
        champ.code: Chiffre(champ.type, section.repetition, champ.libelle)
        for grille in grilles[-1:]
        for section in grille.sections
        for champ in section.champs
        if champ.volet == ACTIVITE and REELLE in champ.natures and not champ.lecteurs
    }
