"""What every other module of the settings starts from."""

from pathlib import Path

import environ

from portal.socle import serveurs

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()

DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
DOSSIER_DONNEES = serveurs.dossier_donnees(BASE_DIR, env.str("DOSSIER_DONNEES", default=""))
TIME_ZONE = "Europe/Paris"
