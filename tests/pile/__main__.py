"""``make pile``: the services of ``docker-compose.yml``, in production settings, until Ctrl-C."""

import os
import signal
import sys
import threading
from argparse import ArgumentParser
from pathlib import Path

from portal.processus import EchecProcessus
from portal.socle.serveurs import ServeurIndisponible
from tests.courrier import Facteur
from tests.installation.compose import RACINE
from tests.pile import docker
from tests.pile.epreuve import Epreuve
from tests.pile.pannes import petit_disque
from tests.pile.pile import Pile, attendre_page


def dire(texte: str) -> None:
    sys.stdout.write(f"{texte}\n")
    sys.stdout.flush()


def main() -> int:
    analyseur = ArgumentParser(prog="make pile")
    analyseur.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8443))
    analyseur.add_argument("--dossier", type=Path, default=RACINE / ".donnees/pile")
    analyseur.add_argument(
        "--eprouver", action="store_true", help="pannes, mise à jour, restauration, puis arrêt"
    )
    analyseur.add_argument("--personnes", type=int, default=20, help="personnes qui saisissent")
    options = analyseur.parse_args()
    for nom in ("DATABASE_URL", "REDIS_URL", "DEMO"):
        os.environ.pop(nom, None)
    fin = threading.Event()
    for numero in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(numero, lambda *_: fin.set())
    dossier = options.dossier.resolve()
    dossier.mkdir(parents=True, exist_ok=True, mode=0o700)
    facteur = _facteur(dossier / "courriels").ouvrir()
    pile = Pile(dossier, options.port, facteur.adresse)
    try:
        dire("Démarrage : serveurs, migrations, processus web, worker, beat, mandataire…")
        if options.eprouver:
            _eprouver(pile, facteur, options.personnes)
        else:
            pile.demarrer()
            _ouvrir(pile)
            fin.wait()
    except (AssertionError, EchecProcessus, ServeurIndisponible) as erreur:
        dire(str(erreur))
        return 1
    finally:
        dire("\nArrêt…")
        pile.arreter()
        facteur.fermer()
        dire(f"Tout est arrêté ; les données restent dans {dossier}.")
    return 0


def _ouvrir(pile: Pile) -> None:
    attendre_page(pile)
    bin_, dossier = docker.installer(pile), pile.dossier
    dire(
        f"\nLe portail est ouvert : {pile.adresse} (certificat fait sur place)\n"
        f"Les commandes de docs/exploitation.md s’y jouent : export PATH={bin_}:$PATH\n"
        "  docker compose exec web python manage.py createsuperuser\n"
        f"Courriels : {dossier / 'courriels'}. Journaux : {dossier / 'journaux'}. "
        "Ctrl-C arrête tout."
    )


def _eprouver(pile: Pile, facteur: Facteur, combien: int) -> None:
    with petit_disque(pile.dossier / "donnees/documents") as disque:
        pile.demarrer()
        attendre_page(pile)
        epreuve = Epreuve(pile, facteur, combien, dire)
        epreuve.preparer()
        epreuve.jouer(disque)
        epreuve.restaurer()
        pile.arreter()


def _facteur(boite: Path) -> Facteur:
    """A mail server that keeps each message in a file."""
    boite.mkdir(parents=True, exist_ok=True)
    facteur = Facteur()

    def garder() -> None:
        numero = len(list(boite.iterdir())) + 1
        (boite / f"{numero:04}.eml").write_bytes(facteur.recus[-1].as_bytes())

    facteur.a_l_arrivee = garder
    return facteur


if __name__ == "__main__":
    sys.exit(main())
