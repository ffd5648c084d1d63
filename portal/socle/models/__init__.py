"""What the technical ground keeps: the journal, the documents and the e-mails."""

from portal.socle.models.courriels import Courriel, EtatCourriel
from portal.socle.models.documents import Document
from portal.socle.models.journal import ChaineJournal, LigneJournal, SceauJournal
from portal.socle.models.lectures import LectureSensible
from portal.socle.models.retenues import BaseReconnue, Retenue

__all__ = [
    "BaseReconnue",
    "ChaineJournal",
    "Courriel",
    "Document",
    "EtatCourriel",
    "LectureSensible",
    "LigneJournal",
    "Retenue",
    "SceauJournal",
]
