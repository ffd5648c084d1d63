"""When the daily run passes. Imported by ``portal.celery``: no Django here."""

from datetime import date, datetime, timedelta

# Europe/Paris; the night of summer time is over by then.
HEURE = 5


def prochain_passage(maintenant: datetime) -> date:
    """Return the day of the next run, from a local moment: today before the hour, else tomorrow."""
    jour = maintenant.date()
    return jour if maintenant.hour < HEURE else jour + timedelta(days=1)
