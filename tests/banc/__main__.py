"""``make bench``: prepare, measure, write ``mesures.json`` and a table."""

import os
import sys
import time
from argparse import ArgumentParser
from pathlib import Path

import django

from tests.banc.serveur import RACINE, REGLAGES, environnement, memoire, portail, preparer

ECHELLES = (1, 10, 100)


def dire(texte: str) -> None:
    sys.stdout.write(f"{texte}\n")
    sys.stdout.flush()


def main() -> int:
    analyseur = ArgumentParser(prog="make bench")
    analyseur.add_argument("--echelle", type=int, choices=ECHELLES, default=1)
    analyseur.add_argument("--dossier", type=Path, help="jeu déjà chargé (DOSSIER_DONNEES)")
    analyseur.add_argument("--port", type=int, default=8190)
    analyseur.add_argument("--personnes", type=int, default=50, help="personnes de la soirée")
    analyseur.add_argument("--secondes", type=float, default=30, help="durée de chaque soirée")
    analyseur.add_argument("--mot", default="", help="ne mesurer que ce dont le nom le contient")
    options = analyseur.parse_args()
    dossier = options.dossier or RACINE / f".donnees/banc-{options.echelle}"
    debut = time.monotonic()
    preparer(dossier.resolve(), options.echelle, dire)
    os.environ.update(environnement(dossier.resolve()), DJANGO_SETTINGS_MODULE=REGLAGES)
    os.environ.pop("DEMO", None)
    django.setup()
    with portail(dossier.resolve(), options.port) as lances:
        # Once Django is ready.
        from tests.banc.deroule import derouler

        mesures = derouler(options, dire)
        occupee = memoire(lances)
    from tests.banc.resultats import avec_croissance, ecrire, lire_medianes, tableau

    archives = RACINE / ".donnees/mesures"
    if options.echelle != 1:
        mesures = avec_croissance(mesures, lire_medianes(archives / "1.json"))
    if not options.mot:
        ecrire(mesures, [RACINE / "mesures.json", archives / f"{options.echelle}.json"])
    dire(tableau(mesures))
    dire(f"Mémoire du plus grand processus, en Mo : {occupee}")
    dire(f"Échelle {options.echelle}, en {time.monotonic() - debut:.0f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
