"""The witness of the journal: each seal told once more in a file, outside the database.

Whoever holds the database may rewrite the end of a chain and take its last seals out: only what
was told elsewhere belies them. The file (``TEMOIN_JOURNAL``) only grows, one JSON line a seal, in
the order of the seals; a copy of it kept on another machine is worth more.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any

import structlog
from django.conf import settings
from django.utils import timezone

from portal.socle.models import SceauJournal

OUVERTURE, SCEAU = "journal.temoin_ouvert", "journal.scelle"
LOT = 500
# Bytes read from the end to find the last line: one line is a few hundred.
FIN = 8192
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Citation:
    """One head that a witness cites."""

    chaine: str
    numero: int
    empreinte: str


def chemin() -> Path:
    return Path(settings.TEMOIN_JOURNAL)


def attester() -> int:
    """Append every seal that the witness does not cite yet; return how many.

    A witness begun while seals exist already says so, in its first line and in the technical log:
    either the portal was just upgraded, or somebody took the former one away.
    """
    fichier = chemin()
    fichier.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descripteur = os.open(fichier, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descripteur, "r+", encoding="utf-8") as temoin:
        fcntl.flock(temoin, fcntl.LOCK_EX)  # two runs at once cite each seal once
        if os.fstat(temoin.fileno()).st_size == 0:
            _ouvrir(temoin)
        nombre = 0
        sceaux = SceauJournal.objects.filter(pk__gt=_dernier(fichier)).select_related("chaine")
        for sceau in sceaux.order_by("pk").iterator(chunk_size=LOT):
            _ecrire(temoin, _citation(sceau))
            nombre += 1
        temoin.flush()
        os.fsync(temoin.fileno())
    return nombre


def mettre_de_cote() -> None:
    """Keep the witness of a database that was emptied on purpose, and let another begin."""
    fichier = chemin()
    if fichier.exists():
        fichier.rename(fichier.with_name(f"{fichier.name}.{timezone.now():%Y%m%d-%H%M%S-%f}"))


def dernier_sceau_cite() -> int | None:
    """Key of the last seal that the witness cites; 0 when it cites none, None without a witness."""
    fichier = chemin()
    return _dernier(fichier) if fichier.exists() and fichier.stat().st_size else None


def recommence_le() -> tuple[datetime, int] | None:
    """When the witness was begun although seals existed, and how many; None when it was not."""
    with chemin().open(encoding="utf-8") as temoin:
        entete = _lire(temoin.readline())
    if entete.get("event") != OUVERTURE or not entete.get("sceaux_anterieurs"):
        return None
    return datetime.fromisoformat(entete["le"]), entete["sceaux_anterieurs"]


def citations(fichier: Path) -> Iterator[list[Citation]]:
    """The heads that a file cites, by batches; what cites none is passed over. Raises OSError.

    Logs are read too: whatever stands before the first brace of a line is dropped.
    """
    with fichier.open(encoding="utf-8", errors="replace") as lignes:
        lues = (_citee(ligne) for ligne in lignes)
        citees = (c for c in lues if c is not None)
        while lot := list(islice(citees, LOT)):
            yield lot


def _ouvrir(temoin: IO[str]) -> None:
    anterieurs = SceauJournal.objects.count()
    if anterieurs:
        log.error("journal.temoin_absent", fichier=str(chemin()), sceaux=anterieurs)
    entete = {
        "event": OUVERTURE,
        "le": timezone.now().isoformat(),
        "sceaux_anterieurs": anterieurs,
    }
    _ecrire(temoin, entete)
    temoin.flush()


def _citation(sceau: SceauJournal) -> dict[str, Any]:
    return {
        "event": SCEAU,
        "sceau": sceau.pk,
        "chaine": sceau.chaine.cle,
        "numero": sceau.numero,
        "empreinte": sceau.empreinte,
        "signature": sceau.signature,
        "le": sceau.scelle_le.isoformat(),
    }


def _ecrire(temoin: IO[str], contenu: dict[str, Any]) -> None:
    temoin.write(json.dumps(contenu, ensure_ascii=False) + "\n")


def _dernier(fichier: Path) -> int:
    """Key of the seal that the last line cites; 0 for a witness just begun."""
    with fichier.open("rb") as brut:
        brut.seek(max(fichier.stat().st_size - FIN, 0))
        fin = brut.read().decode("utf-8", errors="replace")
    for ligne in reversed(fin.splitlines()):
        cle = _lire(ligne).get("sceau")
        if isinstance(cle, int):
            return cle
    return 0


def _citee(ligne: str) -> Citation | None:
    lue = _lire(ligne[max(ligne.find("{"), 0) :])
    try:
        return Citation(str(lue["chaine"]), int(lue["numero"]), str(lue["empreinte"]))
    except (KeyError, TypeError, ValueError):
        return None


def _lire(ligne: str) -> dict[str, Any]:
    try:
        lue = json.loads(ligne)
    except ValueError:
        return {}
    return lue if isinstance(lue, dict) else {}
