"""A version as it is read: plain data, ready to show on a page or to print on the receipt."""

from declarations.regles.lecteurs import Lecteur
from declarations.rendu.modele import VersionRendue
from declarations.rendu.version import rendre_version

__all__ = ["Lecteur", "VersionRendue", "rendre_version"]
