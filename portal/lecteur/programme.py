"""The program of the process apart: reads one file from its input, answers with plain data.

``python -I -c … <task> <detail>``; the file comes on the standard input, the answer is one JSON
object on the standard output: ``{"resultat": …}``, ``{"refus": message, "genre": …}`` or
``{"panne": where}``, which tells nothing of what the file holds. The detail is what the task needs
besides: the name of the file, or the certificates that are trusted.
"""

import json
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from io import BytesIO
from pathlib import PurePath
from typing import Any

MO = 1024 * 1024
# Largest memory, processor seconds and answer (measured: docs/decisions/0018).
MEMOIRE_MAX = 192 * MO
SECONDES_MAX = 6
# Seconds of the clock: twice as many, for a machine that others use too.
DUREE_MAX = 12
REPONSE_MAX = 16 * MO
TROP_LOURD = (
    "Ce fichier demande trop de mémoire pour être lu : il n’est pas accepté. Répartissez-le en "
    "plusieurs fichiers, ou enregistrez-le en PDF."
)


def borner() -> None:
    """Bound this process for good: memory, time, files, children."""
    for ressource, borne in (
        (resource.RLIMIT_AS, MEMOIRE_MAX),
        (resource.RLIMIT_CPU, SECONDES_MAX),
        (resource.RLIMIT_FSIZE, REPONSE_MAX),
        (resource.RLIMIT_NOFILE, 32),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(ressource, (borne, borne))
    # Should whoever asked be gone, nobody would stop it.
    signal.alarm(DUREE_MAX + 1)


def reconnaitre(contenu: bytes, detail: str) -> Any:
    from .genres import reconnaitre

    return reconnaitre(BytesIO(contenu), detail).code


def classeur(contenu: bytes, detail: str) -> Any:
    from .classeurs import lire_classeur

    return lire_classeur(contenu)


def tableau(contenu: bytes, detail: str) -> Any:
    from .tableaux import lire_tableau

    return lire_tableau(contenu, detail)


def tabulations(contenu: bytes, detail: str) -> Any:
    from .tabulations import lire_tabulations

    return lire_tabulations(contenu)


def cachet(contenu: bytes, detail: str) -> Any:
    from .cachets import lire_cachet

    return lire_cachet(contenu, detail)


TACHES: dict[str, Callable[[bytes, str], Any]] = {
    "reconnaitre": reconnaitre,
    "classeur": classeur,
    "tableau": tableau,
    "tabulations": tabulations,
    "cachet": cachet,
}


def repondre(tache: str, detail: str, contenu: bytes) -> dict[str, Any]:
    """Do one task; whatever happens, there is an answer."""
    from .refus import FichierRefuse

    try:
        return {"resultat": TACHES[tache](contenu, detail)}
    except FichierRefuse as refus:
        return {"refus": str(refus), "genre": refus.genre}
    except (MemoryError, RecursionError):
        return {"refus": TROP_LOURD, "genre": "inconnu"}
    except Exception as erreur:
        derniere = traceback.extract_tb(erreur.__traceback__)[-1]
        ou = f"{PurePath(derniere.filename).name}:{derniere.lineno}"
        return {"panne": f"{type(erreur).__name__} {ou}"}


def main() -> None:
    borner()
    tache, detail = sys.argv[1:3]
    reponse = repondre(tache, detail, sys.stdin.buffer.read())
    try:
        texte = json.dumps(reponse, separators=(",", ":"))
    except MemoryError:
        texte = json.dumps({"refus": TROP_LOURD, "genre": "inconnu"})
    sys.stdout.write(texte)
    sys.stdout.flush()
