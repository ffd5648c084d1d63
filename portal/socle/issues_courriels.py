"""What becomes of an e-mail that was claimed: sent, put off, to be tried again, given up.

Each is one conditional UPDATE under the claim: whoever has lost it writes nothing.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from portal.socle.mesures.compteurs import compter_courriel
from portal.socle.models import Courriel, EtatCourriel

# Minutes before the second attempt, the third, and so on. In all more than four days: RFC 5321
# (4.5.4.1) asks for as much before giving up, and a mail server may be down for a week-end.
DELAIS = (1, 5, 15, 60, 180, 360, *(720,) * 8)
# A message handed over without an answer is handed over again once, never twice (RFC 5321, 6.1).
REPRISES = 1
# Beyond it, what is written to an address waits: a flood of ours would fill a mailbox, and have
# its server take the portal for a nuisance.
COMBLE = "Reporté : cette adresse a déjà reçu {combien} courriels du portail en un jour."
REPORTE = "reporte"  # as it is counted: no failure


def noter_envoye(courriel: Courriel) -> int:
    """It was handed over; nothing of a confidential one is kept. Return 1, or 0 if not ours."""
    efface = {"texte": "", "html": ""} if courriel.confidentiel else {}
    return _conclure(courriel, EtatCourriel.ENVOYE, envoye_le=timezone.now(), erreur="", **efface)


def reporter(courriel: Courriel, jusque: datetime) -> int:
    """Leave it for later, which is no failure: no attempt is counted."""
    raison = COMBLE.format(combien=settings.COURRIELS_PAR_JOUR)
    return _conclure(
        courriel,
        EtatCourriel.ECHEC,
        erreur=raison,
        essais=courriel.essais - 1,
        prochain_essai_le=jusque,
        issue=REPORTE,
    )


def noter_echec(
    courriel: Courriel,
    raison: str,
    maintenant: datetime,
    delai: timedelta | None = None,
    *,
    definitif: bool = False,
) -> int:
    """Write a failure down and plan the next attempt, or give up: after the last, or at once."""
    reprises = courriel.reprises + (1 if courriel.remise_le else 0)
    if reprises > REPRISES:
        raison += " Remis deux fois sans réponse, il n’est pas répété : il a pu arriver."
    fini = definitif or reprises > REPRISES or courriel.essais > len(DELAIS)
    if delai is None and not fini:
        delai = timedelta(minutes=DELAIS[courriel.essais - 1])
    return _conclure(
        courriel,
        EtatCourriel.ABANDONNE if fini else EtatCourriel.ECHEC,
        erreur=raison,
        reprises=reprises,
        prochain_essai_le=None if fini else maintenant + (delai or timedelta(0)),
        echecs=[*courriel.echecs, {"le": maintenant.isoformat(), "raison": raison}],
    )


def _conclure(courriel: Courriel, etat: EtatCourriel, *, issue: str = "", **champs: Any) -> int:
    """Leave the claim in a final or waiting state, if it is still ours; 1 when it was."""
    cle: UUID | None = courriel.reservation
    valeurs = {"prochain_essai_le": None, **champs}
    conclus = Courriel.objects.filter(pk=courriel.pk, reservation=cle).update(
        etat=etat, reservation=None, reserve_jusqu_a=None, **valeurs
    )
    if conclus:
        compter_courriel(issue or str(etat))
    return conclus
