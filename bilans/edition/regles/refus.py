"""Why an operation on a definition is refused: a machine word, put in French by ``messages``."""

from dataclasses import dataclass
from enum import StrEnum

from bilans.regles.verification import Genre


class Raison(StrEnum):
    """Kinds of refusals; the sentence names the ``sujet``."""

    INTROUVABLE = "introuvable"
    CODE_PRIS = "code_pris"
    PREFIXE_RESERVE = "prefixe_reserve"
    PREFIXE_ATTENDU = "prefixe_attendu"
    AU_BORD = "au_bord"
    DANS_LUI_MEME = "dans_lui_meme"
    SECTION_ATTENDUE = "section_attendue"
    DERNIERE_SECTION = "derniere_section"
    TROP_PROFOND = "trop_profond"
    PAS_ENSEMBLE = "pas_ensemble"
    REPETEE = "repetee"
    VIDE = "vide"
    CITEE = "citee"
    TYPE_PUBLIE = "type_publie"
    FAUTE = "faute"


@dataclass(frozen=True)
class Faute:
    """What an operation would leave wrong: the element, its property, and what is wrong with it."""

    code: str
    propriete: str
    genre: Genre
    sujet: str = ""


class OperationImpossible(Exception):
    """The operation would leave a definition that does not stand; nothing was changed.

    ``fautes`` are the places it would break: conditions that cite what goes, say.
    """

    def __init__(self, raison: Raison, sujet: str = "", fautes: tuple[Faute, ...] = ()) -> None:
        super().__init__(raison)
        self.raison = raison
        self.sujet = sujet
        self.fautes = fautes
