"""Life of a declaration: states, transitions, and who may do what (DOMAINE §3.1).

This package drives the services, the buttons, the rights and ``docs/etats.md``.
"""

from declarations.regles.etats.decisions import (
    Situation,
    acteurs_de,
    actions_de,
    arrivee,
    refus,
    refus_du_role,
)
from declarations.regles.etats.libelles import LIBELLES_ACTEUR, LIBELLES_ETAT, LIBELLES_VOLET
from declarations.regles.etats.transitions import TRANSITIONS, Transition
from declarations.regles.etats.vocabulaire import (
    AVANT_ENVOI,
    CHEZ_LA_CAF,
    CHEZ_LE_PARTENAIRE,
    FOURNISSEUR_DU_VOLET,
    TERMINES,
    ActeurDossier,
    Action,
    Etat,
)

__all__ = [
    "AVANT_ENVOI",
    "CHEZ_LA_CAF",
    "CHEZ_LE_PARTENAIRE",
    "FOURNISSEUR_DU_VOLET",
    "LIBELLES_ACTEUR",
    "LIBELLES_ETAT",
    "LIBELLES_VOLET",
    "TERMINES",
    "TRANSITIONS",
    "ActeurDossier",
    "Action",
    "Etat",
    "Situation",
    "Transition",
    "acteurs_de",
    "actions_de",
    "arrivee",
    "refus",
    "refus_du_role",
]
