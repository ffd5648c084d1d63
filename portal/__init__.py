"""The portal: settings, wiring, and the applications of its two ends."""

import gc

# Modules, models and addresses live as long as the process, and are half a million objects: looked
# through each seven hundred more, as Python does by default, they took a fifth of a start.
gc.set_threshold(50_000, 20, 50)

# Whoever asks for a task needs the application that knows the queue: pages as well as workers.
from portal.celery import app as celery_app  # noqa: E402

__all__ = ["celery_app"]
