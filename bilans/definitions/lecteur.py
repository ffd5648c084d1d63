"""Strict reading of the tables of a file: every slip is noted with its key, and reading goes on."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

Cles = Mapping[str, type | tuple[type, ...]]


@dataclass(frozen=True)
class Erreur:
    """One mistake: the key at fault, « sections[1].champs[3].minimum », and what is wrong."""

    cle: str
    message: str


class DefinitionRefusee(ValueError):
    """A file that defines no questionnaire; ``erreurs`` are all its mistakes, in reading order."""

    def __init__(self, erreurs: list[Erreur]) -> None:
        super().__init__("\n".join(f"{e.cle} : {e.message}." for e in erreurs))
        self.erreurs = erreurs


class Lecteur:
    """Reads one file, keeping its mistakes."""

    def __init__(self) -> None:
        self.erreurs: list[Erreur] = []

    def refuser(self, cle: str, message: str) -> None:
        self.erreurs.append(Erreur(cle, message))

    def table(self, brut: object, cle: str, exigees: Cles, libres: Cles) -> dict[str, Any]:
        """Return the keys of a table whose values are of the type expected; note the others."""
        if not isinstance(brut, Mapping):
            self.refuser(cle, "une table est attendue")
            return {}
        prefixe = f"{cle}." if cle else ""
        bonnes: dict[str, Any] = {}
        for nom, valeur in brut.items():
            attendu = exigees.get(nom, libres.get(nom))
            if attendu is None:
                self.refuser(prefixe + nom, "clé inconnue")
            elif not _est_du_type(valeur, attendu):
                self.refuser(prefixe + nom, "valeur d’un autre type que celui attendu")
            elif isinstance(valeur, str) and not valeur.strip():
                self.refuser(prefixe + nom, "texte vide")
            else:
                bonnes[nom] = valeur
        for nom in exigees:
            if nom not in brut:
                self.refuser(prefixe + nom, "clé manquante")
        return bonnes

    def textes(self, brut: list[Any], cle: str) -> tuple[str, ...]:
        if not all(isinstance(texte, str) for texte in brut):
            self.refuser(cle, "une liste de textes est attendue")
            return ()
        return tuple(brut)

    def uplets(
        self, brut: list[Any], cle: str, tailles: tuple[int, ...]
    ) -> tuple[tuple[str, ...], ...]:
        """A list of [code, label], or of [code, label, type] where it may be."""
        bons = []
        for rang, uplet in enumerate(brut, start=1):
            if (
                isinstance(uplet, list)
                and len(uplet) in tailles
                and all(isinstance(texte, str) for texte in uplet)
            ):
                bons.append(tuple(uplet))
            else:
                self.refuser(f"{cle}[{rang}]", "chaque choix s’écrit [code, libellé]")
        return tuple(bons)

    def borne(self, valeur: int | str | Decimal, cle: str) -> Decimal | None:
        """A bound, exact; « aucun » for none."""
        if valeur == "aucun":
            return None
        try:
            lue = Decimal(valeur)
        except InvalidOperation:
            lue = Decimal("NaN")
        if not lue.is_finite():
            self.refuser(cle, "ce n’est pas un nombre")
            return None
        return lue


def _est_du_type(valeur: object, attendu: type | tuple[type, ...]) -> bool:
    """In Python a boolean is a number; in a file it is not."""
    if isinstance(valeur, bool):
        return attendu is bool
    return isinstance(valeur, attendu)
