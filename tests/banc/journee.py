"""A national day, played whole by a real worker: « python -m tests.banc.journee --dossier D ».

Each daily task that beat asks for, at its turn of the day, given to a worker of two processes and
awaited with all that it hands out, down to the last e-mail taken by a mail server of this machine.
What it writes stays: the set has had its day.
"""

import os
import re
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import django
import redis
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.banc.serveur import RACINE, REGLAGES, environnement, memoire, preparer, worker
from tests.courrier import Facteur

TRAVAIL = "portal.relances.tasks.travail_du_jour"
IDENTIFIANT = re.compile(rb"^Message-ID:\s*(\S+)", re.MULTILINE | re.IGNORECASE)
DUREE_MAX = 3600.0
"""Seconds after which a task is not awaited any more."""


@dataclass
class Boite(Facteur):
    """Keeps of what it takes to whom, and under which name: no memory would hold the rest."""

    gens: Counter[str] = field(default_factory=Counter)
    noms: set[bytes] = field(default_factory=set)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.gens.update(envelope.rcpt_tos)
        trouve = IDENTIFIANT.search(envelope.content)
        self.noms.add(trouve[1] if trouve else b"")
        return "250 OK"


def main() -> int:
    analyseur = ArgumentParser(prog="python -m tests.banc.journee")
    analyseur.add_argument("--echelle", type=int, choices=(1, 10, 100), default=1)
    analyseur.add_argument("--dossier", type=Path, help="jeu déjà chargé (DOSSIER_DONNEES)")
    analyseur.add_argument("--le", default="", help="jour des appels et des rappels, AAAA-MM-JJ")
    analyseur.add_argument("--mot", default="", help="les seules tâches dont le nom le contient")
    analyseur.add_argument(
        "--pleine", action="store_true", help="ce jour-là, chaque Caf ouvre la réelle de l’année"
    )
    options = analyseur.parse_args()
    dossier = (options.dossier or RACINE / f".donnees/banc-{options.echelle}").resolve()
    preparer(dossier, options.echelle, dire)
    os.environ.update(environnement(dossier), DJANGO_SETTINGS_MODULE=REGLAGES)
    os.environ.pop("DEMO", None)
    boite = Boite()
    boite.ouvrir()
    os.environ["EMAIL_URL"] = boite.adresse
    django.setup()
    from django.utils import timezone

    try:
        with worker(dossier) as lance:
            jour = date.fromisoformat(options.le) if options.le else timezone.localdate()
            if options.pleine:
                dire(f"Fenêtres ouvertes ce jour-là : {ouvrir_partout(jour)}")
            _derouler(jour, options.mot, boite)
            dire(f"Mémoire du plus grand processus, en Mo : {memoire([lance])}")
    finally:
        boite.fermer()
    return 0


def dire(texte: str) -> None:
    sys.stdout.write(f"{texte}\n")
    sys.stdout.flush()


def ouvrir_partout(jour: date) -> int:
    """The fullest day: each Caf opens the réelle of the year for every équipement, and reminds.

    The deadline is as far as the first reminder is sent before it. Return how many windows.
    """
    from declarations.models import Campagne
    from declarations.models.calendrier import Nature
    from habilitations.models import Dispositif
    from habilitations.services.equipements import cafs_suivies
    from portal.relances.models import EtapeRelance

    premiere = EtapeRelance.objects.filter(caf=None, active=True).earliest("jours")
    fenetre = {
        "ouvre_le": jour,
        "echeance_le": jour - timedelta(days=premiere.jours),
        "ferme_le": jour + timedelta(days=60),
        "exceptionnelle": True,
    }
    campagnes = [
        Campagne(caf=caf, dispositif=d, nature=Nature.REELLE, annee=jour.year, **fenetre)
        for caf in cafs_suivies()
        for d in Dispositif.values
    ]
    Campagne.objects.bulk_create(
        campagnes,
        update_conflicts=True,
        unique_fields=["caf", "dispositif", "nature", "numero", "annee"],
        update_fields=list(fenetre),
    )
    return len(campagnes)


def _derouler(jour: date, mot: str, boite: Boite) -> None:
    """Play the day, then say what was written, what left and what arrived."""
    from portal.relances.models import Envoi, Passage

    debut = time.monotonic()
    for tache in (t for t in taches_du_jour() if mot in t):
        depart = time.monotonic()
        _jouer(tache, [jour.isoformat()] if tache == TRAVAIL else [])
        dire(f"{tache} : {time.monotonic() - depart:.1f} s")
    dire(f"La journée entière : {time.monotonic() - debut:.1f} s")
    passages = Passage.objects.filter(jour=jour)
    envois = Envoi.objects.filter(jour=jour)
    etats = Counter(envois.values_list("courriel__etat", flat=True))
    if faits := [p for p in passages if p.commence_le and p.fini_le]:
        ecrits = max(p.fini_le for p in faits) - min(p.commence_le for p in faits)
        dire(f"Appels, rappels et résumés écrits en {ecrits.total_seconds():.1f} s")
    dire(
        f"Cafs : {passages.count()}, finies {passages.exclude(fini_le=None).count()} ; "
        f"appels {sum(p.appelees for p in passages)}, rappels {sum(p.rappels for p in passages)}, "
        f"résumés {sum(p.resumes for p in passages)}, erreurs {sum(p.erreurs for p in passages)}"
    )
    dire(f"Rappels par état : {dict(etats)}")
    plus = boite.gens.most_common(1)
    dire(
        f"Reçus : {boite.gens.total()}, différents {len(boite.noms)}, "
        f"au plus {plus[0][1] if plus else 0} pour une personne"
    )


def taches_du_jour() -> list[str]:
    """The daily tasks of beat, in the order of the hours at which they begin."""
    from celery.schedules import crontab

    from portal.celery import app

    horaires = [(e["schedule"], e["task"]) for e in app.conf.beat_schedule.values()]
    heures = [(min(h.hour), min(h.minute), t) for h, t in horaires if isinstance(h, crontab)]
    return [tache for _, _, tache in sorted(heures)]


def _jouer(tache: str, arguments: list[Any]) -> None:
    """Ask for a task and await the end of all that it brings."""
    from portal.celery import app

    app.send_task(tache, args=arguments)
    for restent in _restantes():
        if not restent:
            return
    raise SystemExit(f"{tache} n’a pas fini en {DUREE_MAX:.0f} s.")


def _restantes() -> Iterator[int]:
    """Tasks that wait, or that a worker has not ended: each acknowledges at its end only."""
    from django.conf import settings

    client = redis.Redis.from_url(settings.REDIS_URL)
    debut = time.monotonic()
    while time.monotonic() - debut < DUREE_MAX:
        time.sleep(0.2)
        yield client.llen("celery") + client.hlen("unacked")


if __name__ == "__main__":
    sys.exit(main())
