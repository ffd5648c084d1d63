"""An authority for tests, in a folder of its own: it exists since 2025, whatever the clock says."""

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import time_machine
from weasyprint import HTML

from portal.socle.cachets import autorite
from portal.socle.cachets.apposition import apposer
from portal.socle.cachets.autorite import COMMUN, Cle
from portal.socle.cachets.depot import Depot, etablir

OUVERTURE = datetime(2025, 6, 1, 8, 0, tzinfo=UTC)
SCELLE_LE = datetime(2026, 2, 3, 9, 0, tzinfo=UTC)
CODE = "caf-73"
NOM = "Caf de la Savoie"
sans_poppler = pytest.mark.skipif(not shutil.which("pdfsig"), reason="poppler-utils absent")


class Autorite:
    """The folder of an authority, open: what an operator does is done here in a line."""

    def __init__(self, dossier: Path, nom: str = "Caf des tests", le: datetime = OUVERTURE) -> None:
        self.dossier = dossier
        self.racine = etablir(dossier, nom, le)
        self.depot = Depot(dossier, dossier / "cles")
        self.commun = self.emettre(COMMUN, "Portail partenaires", le)
        self.caf = self.emettre(CODE, NOM, le)

    def emettre(self, code: str, nom: str, le: datetime = OUVERTURE) -> Cle:
        cachet = autorite.emettre(self.racine, code, nom, le)
        self.depot.ecrire(cachet)
        return cachet

    def revoquer(self, cachet: Cle, motif: autorite.Motif, le: datetime) -> None:
        revoques = {cachet.certificat.serial_number: motif}
        (precedente,) = self.depot.listes()
        self.depot.ecrire_liste(autorite.lister(self.racine, le, precedente, revoques))

    def installer(self, settings: Any) -> "Autorite":
        """Make it the one of the portal."""
        settings.DOSSIER_CACHETS = self.dossier
        settings.DOSSIER_CLES_CACHETS = self.dossier / "cles"
        return self


@cache
def pdf_nu() -> bytes:
    """A tagged PDF of one page, not sealed."""
    page = "<html lang=fr><head><title>Acte</title></head><body><h1>Acte</h1><p>Bonjour.</p>"
    return HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")


def scelle(le: datetime = SCELLE_LE, code: str = CODE) -> bytes:
    """That PDF, sealed at a moment."""
    with time_machine.travel(le, tick=False):
        return apposer(pdf_nu(), code, "Acte d’habilitation").octets


def jours(nombre: int) -> timedelta:
    return timedelta(days=nombre)


def pdfsig(dossier: Path, octets: bytes, *options: str) -> str:
    """What poppler's reader says of the seals of a PDF."""
    chemin = dossier / "acte.pdf"
    chemin.write_bytes(octets)
    fini = subprocess.run(["pdfsig", *options, chemin], capture_output=True, text=True, check=False)
    return fini.stdout
