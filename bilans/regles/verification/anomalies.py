"""What may be wrong with a definition: where, which property, and a machine word for what."""

from dataclasses import dataclass
from enum import StrEnum

from bilans.regles.questionnaire import Rang


class Genre(StrEnum):
    """Kinds of mistakes. Whoever shows one puts it in French, with its ``sujet``."""

    CODE_MAL_FORME = "code_mal_forme"
    CODE_EN_DOUBLE = "code_en_double"
    LIBELLE_VIDE = "libelle_vide"
    TYPE_INCONNU = "type_inconnu"
    SANS_CHOIX = "sans_choix"
    HORS_DE_PROPOS = "hors_de_propos"
    CHOIX_EN_DOUBLE = "choix_en_double"
    CHOIX_MAL_FORME = "choix_mal_forme"
    CHOIX_SANS_LIBELLE = "choix_sans_libelle"
    CHOIX_INCONNU = "choix_inconnu"
    BORNES_INVERSEES = "bornes_inversees"
    COLONNES_ABSENTES = "colonnes_absentes"
    TROP_PROFOND = "trop_profond"
    ORIGINE_INCONNUE = "origine_inconnue"
    LISTE_VIDE = "liste_vide"
    NOMBRE_INVALIDE = "nombre_invalide"
    PAS_AVANT = "pas_avant"
    QUESTION_INCONNUE = "question_inconnue"
    SANS_REPONSE = "sans_reponse"
    AUTRE_LIGNE = "autre_ligne"
    FAIT_INCONNU = "fait_inconnu"
    REPETITION_INCONNUE = "repetition_inconnue"
    CETTE_REPONSE = "cette_reponse"
    COMPARAISON_IMPOSSIBLE = "comparaison_impossible"
    NOMBRE_ATTENDU = "nombre_attendu"
    DATE_ATTENDUE = "date_attendue"
    CERCLE = "cercle"
    TYPE_PUBLIE = "type_publie"


@dataclass(frozen=True)
class Anomalie:
    """One mistake: ``propriete`` of the element at ``rang``; ``sujet`` is what it is about.

    ``propriete`` is the name of an attribute of Question, Groupe or Repetition: « code »,
    « condition », « nombre ».
    """

    rang: Rang
    propriete: str
    genre: Genre
    sujet: str = ""
