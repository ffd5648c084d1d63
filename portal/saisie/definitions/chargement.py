"""From a file to the structures of its schema."""

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

from portal.saisie.definitions.fautes import DefinitionInvalide, Releve
from portal.saisie.definitions.schema import Table
from portal.saisie.definitions.verification import verifier

T = TypeVar("T", bound=Table)

_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


def lire_definition(chemin: Path, modele: type[T], releve: Releve) -> T:
    """Read a TOML file into ``modele``; its mistakes go to ``releve``, which the caller concludes.

    What is returned may lack what is wrong (see ``verifier``): it is to be checked further, and
    used only once ``releve.conclure()`` has let it pass. Raises DefinitionInvalide when it is not
    TOML.
    """
    return verifier(_decoder(chemin, releve), modele, releve)


def _decoder(chemin: Path, releve: Releve) -> dict[str, Any]:
    try:
        return tomllib.loads(chemin.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        releve.signaler("fichier", "ce n’est pas du texte en UTF-8")
    except tomllib.TOMLDecodeError as erreur:
        place = _PLACE.search(str(erreur))
        ou = f"ligne {place[1]}, colonne {place[2]}" if place else "fin du fichier"
        releve.signaler("fichier", f"TOML illisible ({ou})")
    raise DefinitionInvalide(*releve.fautes)
