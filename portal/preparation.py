"""What ``portal.demo`` does before it serves: servers open, data up to date."""

import gc
import io
import logging
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from portal.socle import serveurs
from portal.socle.environnement import secret

Etape = tuple[str, str, dict[str, bool]]
BASE: tuple[Etape, ...] = (
    ("la base de données", "mettre_base_a_jour", {}),
    ("le rôle qui sert", "accorder_service", {"creer": True, "mur": True}),
)
DONNEES: tuple[Etape, ...] = (
    ("les référentiels", "charger_referentiels", {}),
    ("les données de démonstration", "charger_demo", {}),
)


class Refus(Exception):
    """The demonstration cannot start; the message says why and what to do, in French."""


def regler(dossier: Path, port: int) -> None:
    """Tell this process and those that it starts that they are a demonstration, and its address."""
    os.environ["DEMO"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    os.environ.setdefault("ADRESSE_PUBLIQUE", f"http://localhost:{port}")


def ouvrir_les_serveurs(dossier: Path) -> bool:
    """Start the servers and tell everyone their addresses; is the database the embedded one?"""
    embarquee = not secret("DATABASE_URL")
    os.environ["DATABASE_URL"] = serveurs.adresse_base(dossier)
    os.environ["REDIS_URL"] = serveurs.adresse_redis(dossier)
    for nom in ("DATABASE_URL_FILE", "REDIS_URL_FILE"):  # read above
        os.environ.pop(nom, None)
    return embarquee


def preparer(etapes: Sequence[Etape]) -> None:
    """Run commands that bring the data up to date, as the owner of the database."""
    import django
    from django.core.management import CommandError, call_command

    django.setup()
    # Who starts a demonstration reads its accounts, not each seal of its journal.
    logging.disable(logging.INFO)
    gc.freeze()  # modules live as long as the process: not worth looking through for garbage
    for quoi, nom, options in etapes:
        dire(f"Préparation : {quoi}…")
        try:
            call_command(nom, verbosity=0, **options)
        except CommandError as erreur:
            raise Refus(f"La préparation s’est arrêtée sur « {nom} » : {erreur}") from erreur


def fermer_la_base() -> str:
    """The list of accounts; this process needs the database no more."""
    from django.core.management import call_command
    from django.db import connection

    comptes = io.StringIO()
    call_command("comptes_demo", stdout=comptes)
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined] # that of PostgreSQL has one
    return comptes.getvalue()


def dire(texte: str) -> None:
    """Print, even to a terminal that has gone: it must not prevent the rest from stopping."""
    with suppress(OSError):
        print(texte)
