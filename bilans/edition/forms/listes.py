"""Lists typed row by row: choices, columns and rows of tables, rows of a repetition.

A row keeps its code once saved; a new one gets its own from its label. Buttons add, move and
remove rows in the page, before anything is saved: they work without JavaScript.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict

from bilans.edition.regles.codes import code_libre

LIGNES_MAX = 200
LIBELLE_MAX = 300
VIDES = 2


def sur_une_ligne(texte: str) -> str:
    """A text typed in one line, without what cannot be seen."""
    visible = "".join(lettre if lettre.isprintable() else " " for lettre in texte)
    return " ".join(visible.split())


@dataclass(frozen=True)
class Rangee:
    """One row: ``code`` is "" until it is saved; ``type`` is of columns, ``seul`` of choices."""

    code: str = ""
    libelle: str = ""
    type: str = ""
    seul: bool = False


@dataclass(frozen=True)
class Liste:
    """Rows under a heading. ``types`` are offered to columns, ``seuls`` tells choices that may."""

    nom: str
    titre: str
    mot: str
    rangees: tuple[Rangee, ...] = ()
    types: tuple[tuple[str, str], ...] = ()
    seuls: bool = False
    aide: str = ""
    actif: int | None = None

    def lue(self, postees: QueryDict) -> "Liste":
        """The same with what was typed."""
        brut = postees.get(f"{self.nom}-nombre", "")
        nombre = min(int(brut), LIGNES_MAX) if brut.isdecimal() and len(brut) < 5 else 0
        rangees = [
            Rangee(
                sur_une_ligne(postees.get(f"{self.nom}-{rang}-code", "")),
                sur_une_ligne(postees.get(f"{self.nom}-{rang}-libelle", ""))[:LIBELLE_MAX],
                postees.get(f"{self.nom}-{rang}-type", ""),
                f"{self.nom}-{rang}-seul" in postees,
            )
            for rang in range(nombre)
        ]
        return replace(self, rangees=tuple(rangees))

    def agir(self, action: str) -> "Liste":
        """The same after one of its buttons: « choix:monter:2 »."""
        nom, _, suite = action.partition(":")
        verbe, _, brut = suite.partition(":")
        rang = int(brut) if brut.isdecimal() and len(brut) < 5 else -1
        if nom != self.nom:
            return self
        rangees = list(self.rangees)
        if verbe == "ajouter":
            return replace(self, rangees=(*rangees, Rangee()), actif=len(rangees))
        if not 0 <= rang < len(rangees):
            return self
        rangee, autre = rangees.pop(rang), rang + {"monter": -1, "descendre": 1}.get(verbe, 0)
        if verbe in ("monter", "descendre"):
            autre = min(max(autre, 0), len(rangees))
            rangees.insert(autre, rangee)
        return replace(self, rangees=tuple(rangees), actif=min(autre, len(rangees) - 1))

    @property
    def remplies(self) -> tuple[Rangee, ...]:
        """Rows that say something; one emptied of its label is removed."""
        return tuple(r for r in self.rangees if r.libelle)

    def codees(self, *, pris: Collection[str] = ()) -> tuple[Rangee, ...]:
        """Rows to be kept, each with a code."""
        codes = {r.code for r in self.remplies if r.code} | set(pris)
        gardees = []
        for rangee in self.remplies:
            code = rangee.code or code_libre(rangee.libelle, codes)
            codes.add(code)
            gardees.append(replace(rangee, code=code))
        return tuple(gardees)

    @property
    def dessinees(self) -> Sequence[Mapping[str, object]]:
        """Rows as the page draws them, with blank ones to type in."""
        combien = len(self.rangees)
        vides = [] if self.actif is not None else [Rangee()] * VIDES
        return [
            {
                "rang": rang,
                "numero": rang + 1,
                "rangee": rangee,
                "premiere": rang == 0,
                "derniere": rang >= combien - 1,
                "pleine": rang < combien,
                "actif": rang == self.actif,
            }
            for rang, rangee in enumerate((*self.rangees, *vides))
        ]

    @property
    def nombre(self) -> int:
        return len(self.dessinees)
