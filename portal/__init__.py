"""The portal: settings, wiring, and the applications of its two ends."""

from portal import memoire

memoire.charger()

# Whoever asks for a task needs the application that knows the queue: pages as well as workers.
from portal.celery import app as celery_app  # noqa: E402

__all__ = ["celery_app"]
