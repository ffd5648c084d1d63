"""Campaigns, declarations, their versions and volets, thresholds of the checks."""

from declarations.elan.models import ImportElan, RepriseElan, ValeurEcarteeElan
from declarations.models.assistance import SaisieAssistee
from declarations.models.calendrier import Campagne, RegleCalendrier
from declarations.models.controles import Justification, PassageControles, SeuilControle
from declarations.models.declarations import Declaration
from declarations.models.ecarts import ValeurEcartee
from declarations.models.exports import ExportListe
from declarations.models.partages import ChiffrePartage
from declarations.models.releves import ArreteReleves, ReleveControles
from declarations.models.versions import DemandeCorrection, Version
from declarations.models.volets import Volet

__all__ = [
    "ArreteReleves",
    "Campagne",
    "ChiffrePartage",
    "Declaration",
    "DemandeCorrection",
    "ExportListe",
    "ImportElan",
    "Justification",
    "PassageControles",
    "RegleCalendrier",
    "ReleveControles",
    "RepriseElan",
    "SaisieAssistee",
    "SeuilControle",
    "ValeurEcartee",
    "ValeurEcarteeElan",
    "Version",
    "Volet",
]
