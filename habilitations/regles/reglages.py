"""What each Caf may decide about the supervision of rights, and what holds until it does. Pure.

All of these are hypotheses (H): no text gives them. A Caf's own row replaces them.
"""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Reglages:
    """Days are calendar days, ``part_max`` a percentage of the rights in force of the Caf.

    ``revue_jour``/``revue_mois``: when the yearly review opens. ``revue_duree``: days to answer.
    ``revue_sursis``: days between the deadline and the suspension of what nobody answered for;
    ``revue_retrait``: days between this suspension and the withdrawal. ``sommeil_mois``: months
    without a login before an account is announced as dormant, ``sommeil_preavis`` days later
    suspended. ``secours_heures``: how long a rescue waits for its second signature.
    ``approbation_par_un_tiers``: who typed all the figures alone does not send them.
    """

    revue_jour: int = 1
    revue_mois: int = 10
    revue_duree: int = 30
    revue_sursis: int = 15
    revue_retrait: int = 60
    part_max: int = 20
    sommeil_mois: int = 12
    sommeil_preavis: int = 30
    secours_heures: int = 72
    approbation_par_un_tiers: bool = False


DEFAUTS = Reglages()


@dataclass(frozen=True)
class Dates:
    """Of one review: the last day to answer, the first days of suspension and of withdrawal."""

    echeance: date
    suspension: date
    retrait: date


def dates_de_la_revue(ouverture: date, reglages: Reglages) -> Dates:
    """The end of the deadline's day counts; the suspension comes after the days of grace."""
    echeance = ouverture + timedelta(days=reglages.revue_duree)
    suspension = echeance + timedelta(days=reglages.revue_sursis)
    return Dates(echeance, suspension, suspension + timedelta(days=reglages.revue_retrait))


def revue_due(jour: date, reglages: Reglages) -> bool:
    """Tell whether the review of the year is to be open by that day."""
    return (jour.month, jour.day) >= (reglages.revue_mois, reglages.revue_jour)


def il_y_a_des_mois(jour: date, mois: int) -> date:
    """The same day so many months before, or the last day of that month when it is shorter."""
    rang = jour.year * 12 + jour.month - 1 - mois
    annee, indice = divmod(rang, 12)
    for quantieme in range(jour.day, 27, -1):
        try:
            return date(annee, indice + 1, quantieme)
        except ValueError:
            continue
    return date(annee, indice + 1, min(jour.day, 28))
