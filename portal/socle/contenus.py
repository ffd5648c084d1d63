"""What the portal keeps of what it receives: the kinds of files, as its pages name them.

``portal.lecteur.genres`` recognises them, in a process apart (``portal.socle.lecture_a_part``).
"""

from portal.lecteur.genres import ACCEPTES, EXTENSIONS, FAMILLES, TYPES, TypeFichier, reconnaitre
from portal.lecteur.ooxml import OLE
from portal.lecteur.refus import FichierRefuse

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
