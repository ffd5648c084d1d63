"""What the portal keeps of what it receives: the kinds of files, as its pages name them.

``fichiers.genres`` recognises them, in a process apart (``portal.socle.lecture_a_part``).
"""

from fichiers.genres import ACCEPTES, EXTENSIONS, FAMILLES, TYPES, TypeFichier, reconnaitre
from fichiers.ooxml import OLE
from fichiers.refus import FichierRefuse

__all__ = [
    "ACCEPTES",
    "EXTENSIONS",
    "FAMILLES",
    "OLE",
    "TYPES",
    "FichierRefuse",
    "TypeFichier",
    "reconnaitre",
]
