"""Files: those of the pages, those people send, where they are kept and how large they may be."""

from pathlib import Path
from typing import Any

import bootstrap_wrapper
from django.core.exceptions import ImproperlyConfigured

from portal.settings.commun import BASE_DIR, DEMO, DOSSIER_DONNEES, env
from portal.socle.environnement import secret

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


def stockage_objet(
    seau: str, adresse: str, region: str, cle: str, cle_secrete: str, cle_kms: str = ""
) -> dict[str, Any]:
    """Documents in a bucket (docs/decisions/0071): encrypted by the server, with whose key."""
    chiffrement = {"ServerSideEncryption": "aws:kms" if cle_kms else "AES256"}
    return {
        "BACKEND": "portal.socle.stockage_objet.StockageObjet",
        "OPTIONS": {
            "bucket_name": seau,
            "endpoint_url": adresse or None,
            "region_name": region or None,
            "access_key": cle or None,
            "secret_key": cle_secrete or None,
            "object_parameters": {
                "ChecksumAlgorithm": "SHA256",
                **chiffrement,
                **({"SSEKMSKeyId": cle_kms} if cle_kms else {}),
            },
        },
    }


# None unless a bucket is named: documents stay on the disk.
S3_SEAU = env.str("S3_SEAU", default="")
S3_ADRESSE = env.str("S3_ADRESSE", default="")
if S3_SEAU:
    if S3_ADRESSE and not S3_ADRESSE.startswith("https://") and not DEMO:
        raise ImproperlyConfigured("S3_ADRESSE commence par « https:// ».")
    STORAGES["documents"] = stockage_objet(
        S3_SEAU,
        S3_ADRESSE,
        env.str("S3_REGION", default=""),
        env.str("S3_CLE", default=""),
        secret("S3_CLE_SECRETE"),
        env.str("S3_CLE_KMS", default=""),
    )
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
