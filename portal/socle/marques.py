"""How sure a rule or a value is (DOMAINE): said by the project, published, or assumed.

Pure. A mark is one of these letters, or two of them (« S/H »: said, but its reading is to confirm).
Whatever carries an H is shown « à confirmer ».
"""

from enum import StrEnum

A_CONFIRMER = "à confirmer"


class Marque(StrEnum):
    """The letters, as data files and the database write them."""

    ENONCEE = "S"
    PUBLIEE = "P"
    HYPOTHESE = "H"


LIBELLES: dict[str, str] = {
    Marque.ENONCEE: "Règle",
    Marque.PUBLIEE: "Publié",
    Marque.HYPOTHESE: "Hypothèse, à confirmer",
}
LETTRES = tuple(marque.value for marque in Marque)
# For the field of a model that takes one letter.
CHOIX = [(lettre, LIBELLES[lettre]) for lettre in LETTRES]


def lettres_de(marque: str) -> tuple[str, ...]:
    """The letters of a mark, none when it is empty."""
    return tuple(lettre for lettre in marque.split("/") if lettre)


def est_hypothese(marque: str) -> bool:
    """Tell whether a mark, or part of it, is an assumption."""
    return Marque.HYPOTHESE in lettres_de(marque)
