"""Questionnaires by version, the windows in which they are asked, and the bilans that answer."""

from bilans.models.analyse import (
    BilanADenombrer,
    ColonneAnalyse,
    ReleveAnalyse,
    ReponseAnalyse,
    ValeurAnalyse,
    VueAnalyse,
)
from bilans.models.bilans import Bilan, BilanQuerySet
from bilans.models.campagnes import CampagneBilan
from bilans.models.ecarts import EcartExplique
from bilans.models.echanges import Annotation, DemandeComplement, ModificationCaf
from bilans.models.envois import EnvoiBilan
from bilans.models.feuilles import FeuilleBilan, ReponseEcartee
from bilans.models.questionnaires import Questionnaire, VersionQuestionnaire
from bilans.models.repondants import CodeAppareil, Repondant

__all__ = [
    "Annotation",
    "Bilan",
    "BilanADenombrer",
    "BilanQuerySet",
    "CampagneBilan",
    "CodeAppareil",
    "ColonneAnalyse",
    "DemandeComplement",
    "EcartExplique",
    "EnvoiBilan",
    "FeuilleBilan",
    "ModificationCaf",
    "Questionnaire",
    "ReleveAnalyse",
    "Repondant",
    "ReponseAnalyse",
    "ReponseEcartee",
    "ValeurAnalyse",
    "VersionQuestionnaire",
    "VueAnalyse",
]
