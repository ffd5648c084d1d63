"""Which elements of a questionnaire are drawn together: runs of questions of one kind."""

from string import ascii_lowercase

from django.utils.crypto import get_random_string

from bilans.regles.questionnaire import FICHIER, NOTE, SCORE, TABLEAU, Groupe, Question

# Each of these is drawn alone.
SEULS = frozenset({NOTE, TABLEAU, FICHIER})


def nouvelle_cle() -> str:
    """The key that the next row added from this page will bear."""
    return get_random_string(9, ascii_lowercase)


def genre_de(element: Question | Groupe) -> str:
    """How an element is drawn; questions of one kind are drawn together."""
    if isinstance(element, Groupe):
        return "groupe"
    return element.type if element.type in SEULS | {SCORE} else "champ"


def va_avec(suite: list[Question], element: Question | Groupe, genre: str) -> bool:
    """Tell whether an element is drawn with those before it."""
    premiere = genre_de(suite[0])
    if isinstance(element, Groupe) or premiere in SEULS:
        return False
    if premiere != SCORE:
        return genre == premiere
    if genre == SCORE:
        return element.colonnes == suite[0].colonnes
    # The comment of an activity stands in its row.
    return element.type == "texte_long" and suite[-1].type == SCORE
