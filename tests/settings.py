"""The settings of the tests: those of the demonstration, over servers of their own.

Without ``DATABASE_URL`` or ``REDIS_URL``, PostgreSQL and Valkey start in
``.donnees/tests``; their addresses are exported to the workers of pytest-xdist.
"""

import os
from pathlib import Path
from uuid import uuid4

from portal.socle import serveurs

dossier = serveurs.dossier_donnees(Path(__file__).resolve().parent.parent, ".donnees/tests")
os.environ |= {
    "DEMO": "1",
    "DOSSIER_DONNEES": str(dossier),
    "DATABASE_URL": serveurs.adresse_base(dossier, durable=False),
    "REDIS_URL": serveurs.adresse_redis(dossier),
    # Two lines for each page asked for, else: a test that reads them asks for them.
    "NIVEAU_JOURNAUX": os.environ.get("NIVEAU_JOURNAUX", "WARNING"),
}

from portal.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
# Documents of the tests leave with them; those of the disk have tests of their own.
STORAGES = {
    **STORAGES,  # noqa: F405
    "documents": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
}
# What one process of tests counts is not counted against another, nor against the next run.
CACHES["default"]["KEY_PREFIX"] = f"tests-{uuid4()}"  # noqa: F405
# Everybody of every test logs in from one address: a quick machine would meet its limit.
ACCOUNT_RATE_LIMITS = {**ACCOUNT_RATE_LIMITS, "login": "3000/m/ip"}  # noqa: F405
# Twenty threads share the eight connections of one process: on a busy machine they wait for each
# other, and no base is down. What is told of one that is has its own delay (TESTS_BASE_DELAI).
DATABASES["default"]["OPTIONS"]["pool"]["timeout"] = float(  # noqa: F405
    os.environ.get("TESTS_BASE_DELAI", "30")
)
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 (whitenoise warns without it)
# Does nothing but where a test asks for it (tests/sous_service.py).
MIDDLEWARE = ["tests.sous_service.SousServiceMiddleware", *MIDDLEWARE]  # noqa: F405
