"""What an import gives: a questionnaire, or all that stands in the way, each with its place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bilans.regles.questionnaire import Questionnaire


@dataclass(frozen=True)
class Erreur:
    """One mistake of a file: sheet, row (1 holds the headings), column without its language.

    A mistake of the whole file has neither sheet nor column, and row 0.
    """

    feuille: str
    ligne: int
    colonne: str
    message: str


@dataclass(frozen=True)
class Import:
    """A file once read. There is a questionnaire when there is no mistake, and only then."""

    questionnaire: Questionnaire | None
    erreurs: tuple[Erreur, ...] = ()

    def en_donnees(self, fichier: str) -> dict[str, Any]:
        """What ``importer_questionnaire --a-blanc`` tells of a file."""
        return {
            "fichier": fichier,
            "statut": "importable" if self.questionnaire else "refuse",
            "questions": len(self.questionnaire.questions) if self.questionnaire else 0,
            "erreurs": [
                {"feuille": e.feuille, "ligne": e.ligne, "colonne": e.colonne, "message": e.message}
                for e in self.erreurs
            ],
        }


def refuser(message: str) -> Import:
    """A file that cannot be read at all."""
    return Import(None, (Erreur("", 0, "", message),))


class Releve:
    """Mistakes as they are found; told in reading order, one for each cell."""

    def __init__(self) -> None:
        self._par_place: dict[tuple[str, int, str], str] = {}

    def noter(self, feuille: str, ligne: int, colonne: str, message: str) -> None:
        """Keep a mistake, unless something was said of that cell already."""
        self._par_place.setdefault((feuille, ligne, colonne), message)

    def a_dit(self, feuille: str, ligne: int, colonne: str) -> bool:
        return (feuille, ligne, colonne) in self._par_place

    def dans_l_ordre(
        self, feuilles: Iterable[str], colonnes: Mapping[str, Iterable[str]]
    ) -> tuple[Erreur, ...]:
        """Sheets as the workbook has them, then rows, then columns from left to right."""
        rangs = {feuille: rang for rang, feuille in enumerate(feuilles)}
        places = {f: {c: r for r, c in enumerate(dict.fromkeys(i))} for f, i in colonnes.items()}

        def cle(erreur: Erreur) -> tuple[int, int, int]:
            ici = places.get(erreur.feuille, {})
            rang = rangs.get(erreur.feuille, len(rangs))
            return rang, erreur.ligne, ici.get(erreur.colonne, len(ici))

        return tuple(sorted((Erreur(*p, m) for p, m in self._par_place.items()), key=cle))
