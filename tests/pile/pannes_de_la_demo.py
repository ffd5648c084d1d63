"""A demonstration breaks while people type: what dies is started again, all that was acknowledged
is there, and a backup of it comes back whole. Every fault of the list, an upgrade included, is for
``make pile OPTIONS=--eprouver``.
"""

import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from portal.socle import serveurs
from tests.banc.saisies import Brouillon, absentes_de, perdues_de
from tests.installation.compose import RACINE
from tests.installation.machine import attendre
from tests.pile.demonstration import Demonstration
from tests.pile.plumes import Plume, Releve
from tests.pile.restauration import VERIFICATIONS

PERSONNES = 3
GARDES = ("documents", "temoin", "cachets", "cles_caf", "cle_journal", "cle_secrete")


def eprouver(demo: Demonstration, dossier: Path) -> None:
    """Three faults during the typing, then a backup restored in ``dossier``, an empty folder."""
    releve, fin = Releve(), threading.Event()
    plumes = [
        Plume(qui, brouillon, releve, fin, pause=(0.05, 0.2), delai=lambda *_: 0.4)
        for qui, brouillon in demo.saisies(PERSONNES)
    ]
    assert len(plumes) == PERSONNES
    for plume in plumes:
        plume.start()
    try:
        for casser in (tuer_un_processus_web, tuer_postgresql, arreter_valkey):
            assert continuent(plumes), (casser, ou_en_sont(plumes), demo.sortie)
            casser(demo)
        assert continuent(plumes), (ou_en_sont(plumes), demo.sortie)
    finally:
        fin.set()
        for plume in plumes:
            plume.join(60)
            plume.qui.fermer()
    assert not any(plume.is_alive() for plume in plumes)
    assert [arret for plume in plumes for arret in plume.arrets] == []
    assert releve.muettes == []
    assert demo.processus.poll() is None, demo.sortie
    brouillons = [plume.brouillon for plume in plumes]
    assert manquants(demo, brouillons, "portail") == ([], [])
    reprendre_le_travail(demo)
    restaurer(demo, dossier)
    assert manquants(demo, brouillons, "rendue") == ([], [])
    verifier(demo, "rendue", dossier)


def tuer_un_processus_web(demo: Demonstration) -> None:
    demo.enfant("gunicorn").children()[0].kill()


def tuer_postgresql(demo: Demonstration) -> None:
    """``kill -9`` of the postmaster: a crash, from which it recovers by its own log."""
    demo.enfant("bin/postgres").kill()
    assert attendre(lambda: "PostgreSQL s’était arrêté : il est relancé" in demo.sortie, 60)


def arreter_valkey(demo: Demonstration) -> None:
    """It is silent, then dead; people go on typing meanwhile."""
    valkey = demo.enfant("valkey-server")
    valkey.send_signal(signal.SIGSTOP)
    time.sleep(3)
    valkey.kill()
    assert attendre(lambda: "Valkey s’était arrêté : il est relancé" in demo.sortie, 60)


def continuent(plumes: list[Plume]) -> bool:
    """Has each of them two more values acknowledged?"""
    avant = [len(plume.brouillon.tous) for plume in plumes]
    return attendre(
        lambda: all(
            len(plume.brouillon.tous) >= n + 2 for plume, n in zip(plumes, avant, strict=True)
        ),
        60,
    )


def ou_en_sont(plumes: list[Plume]) -> list[str]:
    """How many values each has had acknowledged, what stopped it; how many answers of each code."""
    recues = [f"{len(plume.brouillon.tous)} {plume.arrets}" for plume in plumes]
    return [*recues, str(plumes[0].releve.codes(0, time.monotonic()))]


def reprendre_le_travail(demo: Demonstration) -> None:
    """The worker found its queue again, and answers."""
    with demo.taches() as taches:
        assert attendre(lambda: bool(taches.control.ping(timeout=1)), 60)


def restaurer(demo: Demonstration, dossier: Path) -> None:
    """Back the demonstration up, then restore it: the database « rendue », the files in there."""
    copie = str(dossier / "base.dump")
    demo.outil("pg_dump", "--format", "custom", "--file", copie, "portail")
    for nom in GARDES:
        if (source := demo.dossier / nom).is_dir():
            shutil.copytree(source, dossier / nom)
        elif source.exists():
            shutil.copy(source, dossier / nom)
    demo.outil("createdb", "rendue")
    demo.outil("pg_restore", "--exit-on-error", "--dbname", "rendue", copie)


def manquants(
    demo: Demonstration, brouillons: list[Brouillon], base: str
) -> tuple[list[str], list[str]]:
    """What was acknowledged and is neither in the rows of that database, nor in their history."""
    suivis = [b.volet for b in brouillons]
    lignes = demo.lire(
        "SELECT id, donnees FROM declarations_volet WHERE id = ANY(%s)", suivis, base=base
    )
    histoire = demo.lire(
        "SELECT pgh_obj_id, donnees FROM declarations_voletevent WHERE pgh_obj_id = ANY(%s)",
        suivis,
        base=base,
    )
    assert sum(len(b.tous) for b in brouillons) > 6 * PERSONNES
    return perdues_de(brouillons, lignes), absentes_de(brouillons, histoire)


def verifier(demo: Demonstration, base: str, dossier: Path) -> None:
    """Each check of docs/exploitation.md, one process for all, once what waited for its seal at the
    moment of the backup has it: a letter of the demonstration is of the day before.
    """
    appels = "; ".join(f"call_command{mots!r}" for mots in VERIFICATIONS)
    programme = (
        "import django; django.setup(); from django.core.management import call_command; "
        "from portal.socle.mur import est_dresse; assert est_dresse(); "
        "from habilitations.models import Habilitation; assert not Habilitation.objects.exists(); "
        "from habilitations.tasks import sceller_les_actes; sceller_les_actes(); "
        "from subventions.tasks import sceller_les_lettres; sceller_les_lettres(); "
        f"{appels}"
    )
    autres = {
        "DOSSIER_DONNEES": str(dossier),
        "DATABASE_URL": serveurs.adresse_de_service(demo.adresse(base)),
        "DJANGO_SETTINGS_MODULE": "portal.settings",
    }
    fin = subprocess.run(
        [sys.executable, "-c", programme],
        cwd=RACINE,
        env=demo.variables(**autres),
        capture_output=True,
        text=True,
        check=False,
    )
    assert fin.returncode == 0, fin.stdout + fin.stderr
