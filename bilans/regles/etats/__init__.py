"""Life of a bilan: states, acts, and who may do what (DOMAINE §5).

What any kind of file asks of its table is ``portal.dossiers.regles.actes``.
"""

from bilans.regles.etats.actes import ACTES
from bilans.regles.etats.libelles import LIBELLES_ACTEUR, LIBELLES_ETAT
from bilans.regles.etats.situation import Situation
from bilans.regles.etats.vocabulaire import (
    AVANT_ENVOI,
    CHEZ_LA_CAF,
    CHEZ_LE_PARTENAIRE,
    ENVOYES,
    ActeurBilan,
    Action,
    Etat,
)

__all__ = [
    "ACTES",
    "AVANT_ENVOI",
    "CHEZ_LA_CAF",
    "CHEZ_LE_PARTENAIRE",
    "ENVOYES",
    "LIBELLES_ACTEUR",
    "LIBELLES_ETAT",
    "ActeurBilan",
    "Action",
    "Etat",
    "Situation",
]
