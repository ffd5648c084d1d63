"""A questionnaire as an XLSForm, with the list of what XLSForm cannot say (docs/decisions/0031)."""

from bilans.exports.xlsform.classeur import Exporte, exporter

__all__ = ["Exporte", "exporter"]
