"""From a file to the structures of its schema."""

import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from portal.saisie.definitions.fautes import DefinitionInvalide, Releve
from portal.saisie.definitions.schema import Table
from portal.saisie.definitions.verification import verifier

T = TypeVar("T", bound=Table)

TROP_IMBRIQUE = "trop de tables les unes dans les autres"

_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


def lire_definition(chemin: Path, modele: type[T], releve: Releve) -> T:
    """Read a TOML file into ``modele``; its mistakes go to ``releve``, which the caller concludes.

    What is returned may lack what is wrong (see ``verifier``): it is to be checked further, and
    used only once ``releve.conclure()`` has let it pass. Raises DefinitionInvalide when it is not
    TOML.
    """
    try:
        texte = chemin.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        releve.signaler("fichier", "ce n’est pas du texte en UTF-8")
        raise DefinitionInvalide(*releve.fautes) from None
    return verifier(decoder(texte, releve), modele, releve)


def decoder(texte: str, releve: Releve) -> dict[str, Any]:
    """Return the tables of a TOML text, its numbers exact. Raises DefinitionInvalide."""
    try:
        return tomllib.loads(texte, parse_float=Decimal)
    except tomllib.TOMLDecodeError as erreur:
        place = _PLACE.search(str(erreur))
        ou = f"ligne {place[1]}, colonne {place[2]}" if place else "fin du fichier"
        releve.signaler("fichier", f"TOML illisible ({ou})")
    except RecursionError:
        releve.signaler("fichier", TROP_IMBRIQUE)
    raise DefinitionInvalide(*releve.fautes)
