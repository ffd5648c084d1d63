"""Frozen computations by the fifty thousand: computed again, and projected under other values.

They are generated once in a database of their own, .donnees/banc-calculs, by « python -m
tests.banc.calculs [--combien 50000] », which prints what it measured; ``make bench`` runs it apart.
"""

import json
import os
import resource
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict

import django

from tests.banc.jeu_calculs import ANNEE, demandeur, generer
from tests.banc.resultats import Mesure, composer, tableau
from tests.banc.serveur import RACINE

COMBIEN, PROCESSUS = 50_000, 2
ESSAIS = {"cct": {"plafond_etp": "52000"}, "clas": {"taux": "0.35"}, "er": {"taux": "0.55"}}


def a_part() -> Iterator[Mesure]:
    """The same in a process of its own, whose database is not that of the bench."""
    commande = [sys.executable, "-m", "tests.banc.calculs", "--json"]
    fait = subprocess.run(commande, cwd=RACINE, check=True, capture_output=True, text=True)
    yield from (Mesure(**json.loads(ligne)) for ligne in fait.stdout.splitlines())


def mesurer() -> Iterator[Mesure]:
    """Everything computed again by the command, then one projection of all the dispositifs."""
    yield _demarrage()
    yield _rejouer(1, "calculs refaits, un processus")
    yield _rejouer(PROCESSUS, f"calculs refaits, {PROCESSUS} processus")
    yield projeter()


def _demarrage() -> Mesure:
    """What any command takes before it does anything: counted in those below."""
    duree, occupe, _ = _lancer("rejouer", "--help")
    return composer("démarrage d’une commande", [duree], note=f"{occupe:.1f} s de processeur")


def _rejouer(processus: int, nom: str) -> Mesure:
    """The command as an operator runs it: its start and that of its processes are counted."""
    duree, occupe, sortie = _lancer("rejouer", "--processus", str(processus))
    rendu = json.loads(sortie)
    assert not rendu["differences"], rendu["differences"][:3]
    cadence = rendu["rejoues"] / duree
    note = f"{rendu['rejoues']} en {duree:.1f} s, {cadence:.0f}/s ; {occupe:.1f} s de processeur"
    return composer(nom, [duree], note=note)


def _lancer(*commande: str) -> tuple[float, float, str]:
    """Run a command; return its seconds of clock, of processor, and what it wrote."""
    debut, avant = time.perf_counter(), _processeur()
    fait = subprocess.run(
        [sys.executable, "manage.py", *commande],
        cwd=RACINE,
        check=True,
        capture_output=True,
        text=True,
    )
    return time.perf_counter() - debut, _processeur() - avant, fait.stdout


def _processeur() -> float:
    """Seconds of the processes started from here and ended."""
    enfants = resource.getrusage(resource.RUSAGE_CHILDREN)
    return enfants.ru_utime + enfants.ru_stime


def projeter() -> Mesure:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from habilitations.models import Caf
    from subventions.models import Projection
    from subventions.simulateur.services.projections import calculer, lignes_de

    projection = Projection.objects.create(
        demandeur=demandeur(),
        caf=Caf.objects.order_by("code")[0],
        dispositifs=sorted(ESSAIS),
        annee=ANNEE,
        essais=ESSAIS,
        demandee_le=timezone.now(),
    )
    debut, occupe, memoire = time.perf_counter(), time.process_time(), _memoire()
    with CaptureQueriesContext(connection) as requetes:
        calculer(projection.pk, timezone.now())
    duree, occupe = time.perf_counter() - debut, time.process_time() - occupe
    projection.refresh_from_db()
    combien = sum(ligne.dossiers for ligne in lignes_de(projection))
    note = (
        f"{combien} droits en {duree:.1f} s, {combien / duree:.0f}/s ; {occupe:.1f} s de "
        f"processeur ici ; {_memoire() - memoire} Mo de plus"
    )
    return composer(
        "projection, versements prévus compris", [duree], requetes=len(requetes), note=note
    )


def _memoire() -> int:
    """The most that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> int:
    lecteur = ArgumentParser(description="Refait et projette des calculs figés, et dit leur durée.")
    lecteur.add_argument("--combien", type=int, default=COMBIEN, help="calculs gardés au moins")
    lecteur.add_argument("--json", action="store_true", help="une mesure par ligne, en JSON")
    options = lecteur.parse_args()
    # Rows are written by the thousand: slow statements are expected there, and tell nothing.
    os.environ |= {
        "DEMO": "1",
        "DOSSIER_DONNEES": str(RACINE / ".donnees/banc-calculs"),
        "SQL_LENTES_MS": "0",
    }
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    os.environ.pop("DATABASE_URL", None)
    django.setup()
    from django.core.management import call_command

    from subventions.models import Calcul

    call_command("mettre_base_a_jour")
    if Calcul.objects.count() < options.combien:
        debut = time.perf_counter()
        generer(options.combien)
        sys.stderr.write(
            f"{options.combien} calculs écrits en {time.perf_counter() - debut:.0f} s.\n"
        )
    mesures = list(mesurer())
    if options.json:
        sys.stdout.writelines(f"{json.dumps(asdict(mesure))}\n" for mesure in mesures)
    else:
        sys.stdout.write(tableau(mesures) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
