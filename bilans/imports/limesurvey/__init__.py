"""LimeSurvey's « survey structure », tabs between cells: read like an XLSForm (decision 0031)."""

from bilans.imports.limesurvey.lecture import lire_limesurvey

__all__ = ["lire_limesurvey"]
