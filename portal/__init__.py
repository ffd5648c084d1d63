"""The portal: settings, wiring, and the applications of its two ends."""

# Whoever asks for a task needs the application that knows the queue: pages as well as workers.
from portal.celery import app as celery_app

__all__ = ["celery_app"]
