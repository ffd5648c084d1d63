"""Files: those of the pages, those people send, where they are kept and how large they may be."""

from pathlib import Path

import bootstrap_wrapper
from django.core.exceptions import ImproperlyConfigured

from portal.settings.commun import BASE_DIR, DOSSIER_DONNEES, env

STATIC_URL = "static/"
# Apart from the data in a container, whose image brings its own.
STATIC_ROOT = Path(env.str("DOSSIER_STATIQUES", default="") or DOSSIER_DONNEES / "static")
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap", bootstrap_wrapper.get_bootstrap_dir()),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "portal.socle.statiques.StockageStatique"},
    # Out of the web root: only views serve them, to those who may read them.
    "documents": {
        "BACKEND": "portal.socle.stockage.StockageEntier",
        "OPTIONS": {
            "location": DOSSIER_DONNEES / "documents",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
}
# Largest file received, and request beyond which nothing is read (docs/decisions/0011).
FICHIER_TAILLE_MAX = env.int("FICHIER_TAILLE_MAX_MO", default=10) * 1024 * 1024
REQUETE_TAILLE_MAX = 10 * FICHIER_TAILLE_MAX
FILE_UPLOAD_HANDLERS = [
    "portal.socle.depots.PlafondDesFichiers",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "portal.socle.depots.SurDisque",
]
# Asked about each file received: « unix:/run/clamav/clamd.ctl », « tcp://hote:3310 ».
ANTIVIRUS = env.str("ANTIVIRUS", default="")
if ANTIVIRUS and not ANTIVIRUS.startswith(("unix:/", "tcp://")):
    raise ImproperlyConfigured(
        "ANTIVIRUS s’écrit « unix:/chemin/de/la/prise » ou « tcp://hote:port »."
    )
