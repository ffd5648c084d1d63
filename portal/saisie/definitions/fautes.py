"""Mistakes of a definition file, gathered before any is told."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Faute:
    """One mistake: the file, the path of the key, and what is wrong, in French."""

    fichier: str
    chemin: str
    message: str

    def __str__(self) -> str:
        return f"{self.fichier}, {self.chemin} : {self.message}."


class DefinitionInvalide(ValueError):
    """A definition file that cannot be used; ``fautes`` are all its mistakes, in reading order."""

    def __init__(self, *fautes: Faute) -> None:
        super().__init__("\n".join(str(faute) for faute in fautes))
        self.fautes = fautes


class Releve:
    """The mistakes of one file, while it is being checked."""

    def __init__(self, fichier: str) -> None:
        self.fichier = fichier
        self.fautes: list[Faute] = []
        self._mal_formees: tuple[Faute, ...] = ()

    def signaler(self, chemin: str, message: str) -> None:
        """Keep a mistake; the same one, seen from two sides, is told once."""
        faute = Faute(self.fichier, chemin, message)
        if faute not in self.fautes:
            self.fautes.append(faute)

    def est_sain(self, chemin: str) -> bool:
        """Tell whether this key, and all that it holds, fit the schema.

        What does not is left out of what is built: to check it further would tell it twice.
        """
        dessous = (f"{chemin}.", f"{chemin}[")
        return not any(
            faute.chemin == chemin or faute.chemin.startswith(dessous)
            for faute in self._mal_formees
        )

    def clore_les_formes(self) -> None:
        """Every mistake told so far is one against the schema (``est_sain``)."""
        self._mal_formees = tuple(self.fautes)

    def conclure(self) -> None:
        """Raise DefinitionInvalide when there is any mistake."""
        if self.fautes:
            raise DefinitionInvalide(*self.fautes)
