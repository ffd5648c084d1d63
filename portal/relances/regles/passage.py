"""When the daily run passes. Imported by ``portal.celery``: no Django here."""

from datetime import date, datetime, timedelta

# Europe/Paris; the night of summer time is over by then.
HEURE = 5
# What has not come to its end is taken up each hour, until this one.
DERNIERE_REPRISE = 22
# Seconds between two of these runs.
PERIODE = 3600


def prochain_passage(maintenant: datetime) -> date:
    """Return the day of the next run, from a local moment: today before the hour, else tomorrow."""
    jour = maintenant.date()
    return jour if maintenant.hour < HEURE else jour + timedelta(days=1)
