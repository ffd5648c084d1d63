"""Health checks of containers: ``python -m portal.sonde web`` or ``… beat <folder>``.

Plain Python, for they run every few seconds: no Django, no Celery. Code 0 when all is well.
"""

import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

ADRESSE = "http://127.0.0.1:8000/sante/pret/"
# Beat saves its schedule every three minutes.
AGE_MAX = 600.0  # seconds


def web(adresse: str = ADRESSE) -> bool:
    """Is this container ready? Asked under the name people use, the only one Django answers to."""
    nom = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip().lstrip(".")
    requete = urllib.request.Request(adresse, headers={"Host": nom} if nom else {})  # noqa: S310
    ouvreur = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with ouvreur.open(requete, timeout=11) as reponse:
            return bool(reponse.status == 200)
    except OSError:
        return False


def beat(dossier: str) -> bool:
    """Did beat save its schedule lately, in this folder of its own?"""
    ages = [time.time() - fichier.stat().st_mtime for fichier in Path(dossier).iterdir()]
    return bool(ages) and min(ages) < AGE_MAX


SONDES: dict[str, Callable[..., bool]] = {"web": web, "beat": beat}

if __name__ == "__main__":
    sys.exit(0 if SONDES[sys.argv[1]](*sys.argv[2:]) else 1)
