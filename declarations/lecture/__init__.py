"""A version as it is read: plain data, ready to show on a page or to print on the receipt."""

from declarations.lecture.modele import Lecteur, VersionLue
from declarations.lecture.version import lire_version

__all__ = ["Lecteur", "VersionLue", "lire_version"]
