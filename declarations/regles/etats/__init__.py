"""Life of a declaration: states, acts, and who may do what (DOMAINE §3.1).

This package drives the services, the buttons, the rights and ``docs/etats.md``. What any kind of
file asks of its table is ``portal.dossiers.regles.actes``.
"""

from declarations.regles.etats.actes import ACTES
from declarations.regles.etats.libelles import LIBELLES_ACTEUR, LIBELLES_ETAT, LIBELLES_VOLET
from declarations.regles.etats.situation import Situation
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
    "ACTES",
    "AVANT_ENVOI",
    "CHEZ_LA_CAF",
    "CHEZ_LE_PARTENAIRE",
    "FOURNISSEUR_DU_VOLET",
    "LIBELLES_ACTEUR",
    "LIBELLES_ETAT",
    "LIBELLES_VOLET",
    "TERMINES",
    "ActeurDossier",
    "Action",
    "Etat",
    "Situation",
]
