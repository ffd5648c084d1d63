"""What the technical ground keeps: the journal, the documents and the e-mails."""

from portal.socle.models.courriels import Courriel, EtatCourriel
from portal.socle.models.documents import Document
from portal.socle.models.journal import ChaineJournal, LigneJournal, SceauJournal
from portal.socle.models.lectures import LectureSensible

__all__ = [
    "ChaineJournal",
    "Courriel",
    "Document",
    "EtatCourriel",
    "LectureSensible",
    "LigneJournal",
    "SceauJournal",
]
