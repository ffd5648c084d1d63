"""A reason that somebody writes: whoever reads it, a colleague or the Caf, must understand.

Pure. What counts is letters, whatever the words: a list of refused phrases (« ok », « RAS ») would
always miss one, and a number of characters lets spaces and dots through.
"""

import unicodedata
from itertools import groupby

from portal.socle.refus import DemandeInvalide, impossible

# As long as anybody reads.
LONGUEUR_MOTIF = 2000
# Fifteen letters: two or three words (H).
LETTRES_MIN = 15
# A sentence of fifteen letters has more; « ok ok ok… » has two.
LETTRES_DIFFERENTES_MIN = 5
# French doubles some letters, and never triples one.
SUITE_MAX = 2

TROP_COURT = "Ce texte est trop court : écrivez au moins quinze lettres."
TROP_REPETE = "Ce texte répète les mêmes lettres : écrivez quelques mots."


class MotifInsuffisant(ValueError):
    """What is written does not tell a reason; its message is meant for who wrote it."""


def lire_motif(texte: str, demande: str) -> str:
    """Return a reason without surrounding space, its line ends being single characters.

    Raises MotifInsuffisant: ``demande`` alone when nothing is written, followed by what is wrong
    otherwise.
    """
    lu = _lu(texte)
    if not lu:
        raise MotifInsuffisant(demande)
    ecrites = _lettres(lu)
    if len(ecrites) < LETTRES_MIN:
        raise MotifInsuffisant(f"{demande} {TROP_COURT}")
    if len(_sans_suites(ecrites)) < LETTRES_MIN or len(set(ecrites)) < LETTRES_DIFFERENTES_MIN:
        raise MotifInsuffisant(f"{demande} {TROP_REPETE}")
    return lu


def exiger_motif(texte: str, demande: str, champ: str = "motif") -> str:
    """Return the reason that an act requires, whatever form it came from, ready to keep.

    Raises DemandeInvalide on ``champ`` when nothing, or too little, is written.
    """
    try:
        return lire_motif(texte, demande)
    except MotifInsuffisant as insuffisant:
        raise DemandeInvalide(champ, str(insuffisant)) from None


def est_un_motif(texte: str) -> bool:
    """Tell whether a text says enough to be kept as a reason."""
    try:
        lire_motif(texte, "")
    except MotifInsuffisant:
        return False
    return True


def est_le_meme(ecrit: str, garde: str) -> bool:
    """Tell whether a reason is the one already kept: who writes it again clicks a second time."""
    return _lu(ecrit) == _lu(garde)


def exiger_le_meme(ecrit: str, garde: str, fait: str, *, lisible: bool = True) -> None:
    """Let through whoever asks again, in the same words, for what is done: they read that it is.

    So does who writes nothing, of which nothing is lost. Raises ActionRefusee for another reason,
    which would be nowhere: ``fait``, a sentence, says what is done already; the reason kept follows
    it, unless this person does not read it.
    """
    if _lu(ecrit) and not est_le_meme(ecrit, garde):
        raise impossible(f"{fait} Motif gardé : « {garde} »." if garde and lisible else fait)


def _lu(texte: str) -> str:
    return texte.replace("\r\n", "\n").replace("\r", "\n").strip()


def _lettres(texte: str) -> str:
    """The letters of a text, accents and capitals apart: « Départ d’un agent » has fourteen."""
    return "".join(c for c in unicodedata.normalize("NFKD", texte).casefold() if c.isalpha())


def _sans_suites(lettres: str) -> str:
    """The same letters, none more than twice in a row."""
    return "".join(c * min(len(list(suite)), SUITE_MAX) for c, suite in groupby(lettres))
