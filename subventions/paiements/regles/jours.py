"""Between which days what is typed of payments and of indus may be."""

from datetime import date, timedelta

from portal.socle.bornes import AUJOURD_HUI, Bornes, a_venir, jusqu_a_aujourd_hui


def de_l_execution(jour: date) -> Bornes:
    """A transfer is ordered for today or later, within a year."""
    return a_venir(jour, AUJOURD_HUI)


def du_paiement(ordonne_le: date, jour: date) -> Bornes:
    """A lot is paid once it is ordered."""
    return jusqu_a_aujourd_hui(ordonne_le, jour, "jour de l’ordre de payer")


def de_la_premiere_echeance(jour: date) -> Bornes:
    """The first instalment of an indu is to come, within a year."""
    return a_venir(jour + timedelta(days=1), "demain")


def du_remboursement(notifie_le: date, jour: date) -> Bornes:
    """What comes back was received once the indu was claimed."""
    return jusqu_a_aujourd_hui(notifie_le, jour, "jour de la notification")
