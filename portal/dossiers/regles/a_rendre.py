"""By when a partner may be asked to correct or to complete a file."""

from datetime import date

from portal.socle.bornes import AUJOURD_HUI, Bornes, a_venir

ANNONCEE = "date déjà annoncée"


def bornes_de_la_demande(jour: date, annoncee: date | None = None) -> Bornes:
    """From today on, within a year; never nearer than what was announced (``annoncee``)."""
    if annoncee and annoncee > jour:
        return a_venir(annoncee, ANNONCEE)
    return a_venir(jour, AUJOURD_HUI)
