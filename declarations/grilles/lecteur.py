"""Strict reading of the tables of a TOML file: any slip is refused, with the file and the key."""

import re
from collections.abc import Collection, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

CODE = re.compile(r"[a-z][a-z0-9_]*")
# Types of the keys of a table.
Cles = dict[str, Any]


class GrilleInvalide(ValueError):
    """A grid file that cannot be used: the message names the file and the key."""

    def __init__(self, fichier: str, cle: str, probleme: str) -> None:
        super().__init__(f"{fichier}, {cle} : {probleme}.")


class Lecteur:
    """Reads one file, keeping its name for the messages."""

    def __init__(self, fichier: str) -> None:
        self.fichier = fichier

    def refuser(self, cle: str, probleme: str) -> GrilleInvalide:
        return GrilleInvalide(self.fichier, cle, probleme)

    def table(self, brut: Any, cle: str, exigees: Cles, libres: Cles) -> dict[str, Any]:
        """Check the keys of a table and the type of each value."""
        if not isinstance(brut, dict):
            raise self.refuser(cle, "une table est attendue")
        prefixe = f"{cle}." if cle else ""
        for nom, valeur in brut.items():
            attendu = exigees.get(nom, libres.get(nom))
            if attendu is None:
                raise self.refuser(f"{prefixe}{nom}", "clé inconnue")
            if not isinstance(valeur, attendu) or (
                isinstance(valeur, bool) and attendu is not bool
            ):
                raise self.refuser(f"{prefixe}{nom}", "valeur d’un autre type que celui attendu")
            if isinstance(valeur, str) and not valeur.strip():
                raise self.refuser(f"{prefixe}{nom}", "texte vide")
        for nom in exigees:
            if nom not in brut:
                raise self.refuser(f"{prefixe}{nom}", "clé manquante")
        return brut

    def code(self, valeur: str, cle: str, deja: set[str]) -> str:
        if not CODE.fullmatch(valeur):
            raise self.refuser(cle, f"code mal formé « {valeur} »")
        if valeur in deja:
            raise self.refuser(cle, f"code en double « {valeur} »")
        deja.add(valeur)
        return valeur

    def parmi(self, valeur: Any, permis: Collection[str], cle: str) -> str:
        if valeur not in permis:
            raise self.refuser(cle, f"valeur inconnue « {valeur} »")
        return str(valeur)

    def liste(self, valeurs: list[Any], permis: Sequence[str], cle: str) -> tuple[str, ...]:
        """A list without repetition, each value among those permitted, in their order."""
        lues = [self.parmi(valeur, permis, cle) for valeur in valeurs]
        if not lues or len(set(lues)) != len(lues):
            raise self.refuser(cle, "liste vide ou valeur répétée")
        return tuple(valeur for valeur in permis if valeur in lues)

    def borne(self, valeur: int | str | None, cle: str) -> Decimal | None:
        """A bound, exact; « aucun » for none."""
        if valeur is None or valeur == "aucun":
            return None
        try:
            lue = Decimal(valeur)
        except InvalidOperation:
            raise self.refuser(cle, "ce n’est pas un nombre") from None
        if not lue.is_finite():
            raise self.refuser(cle, "ce n’est pas un nombre")
        return lue
