"""WSGI entry point, served by gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

# A statement that lasts longer than a browser waits (20 s) works for nobody.
os.environ.setdefault("SQL_SECONDES", "15")

# The web process sends tasks too: it must know the broker.
from portal.celery import app as celery_app
from portal.socle.mesures.service import devant

__all__ = ["application", "celery_app"]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = devant(get_wsgi_application())
