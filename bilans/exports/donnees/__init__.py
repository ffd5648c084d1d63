"""Every answer of a selection, one row per bilan and one sheet per repetition (decision 0038)."""

from bilans.exports.donnees.fichiers import EXTENSIONS, FORMATS, ecrire_donnees

__all__ = ["EXTENSIONS", "FORMATS", "ecrire_donnees"]
