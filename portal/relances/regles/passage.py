"""When the daily run passes. Imported by ``portal.celery``: no Django here."""

from datetime import date, datetime, timedelta

# Europe/Paris; the night of summer time is over by then.
HEURE = 5
# What has not come to its end is taken up each hour, until this one.
DERNIERE_REPRISE = 22
# Seconds between two of these runs.
PERIODE = 3600


def prochain_passage(maintenant: datetime, *, fait: bool) -> date:
    """Return the day of the next run, from a local moment.

    Today before the hour, and until the last hour while it is not ``fait``: a run that was missed,
    or died, is caught up within the hour. Else tomorrow.
    """
    jour = maintenant.date()
    encore_possible = maintenant.hour < HEURE or (not fait and maintenant.hour < DERNIERE_REPRISE)
    return jour if encore_possible else jour + timedelta(days=1)
