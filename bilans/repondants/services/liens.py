"""The personal link: made, signed, read, and the devices that were let in."""

from datetime import date, timedelta

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.urls import reverse

from bilans.models import Bilan, Repondant
from portal.socle.requetes_ecrites import RequeteEcrite

SEL_LIEN, SEL_APPAREIL = "bilans.repondants.lien", "bilans.repondants.appareil"
# How long a device that gave the code is not asked again (H).
APPAREIL_JOURS = 180
# A link still opens what was answered for so long after the end of entry (H).
LECTURE_JOURS = 90

_VALABLES = RequeteEcrite(
    lambda bilan, jour: (
        Repondant.objects.filter(bilan=bilan).valables(jour).select_related("utilisateur")
    )
)


def jeton_de(repondant: Repondant) -> str:
    """The signed part of the link: who, and which of their links; a new one ends the former."""
    return signing.dumps([repondant.cle.hex, repondant.serie], salt=SEL_LIEN)


def adresse_de(repondant: Repondant) -> str:
    """The whole link, as an e-mail gives it."""
    racine = str(settings.ADRESSE_PUBLIQUE).rstrip("/")
    return racine + reverse("repondants:lien", args=[jeton_de(repondant)])


def adresse_pour(lien: Repondant | None, page: str) -> str:
    """Where an e-mail leads: the whole address of a page, or the link of who has no account."""
    return adresse_de(lien) if lien else str(settings.ADRESSE_PUBLIQUE).rstrip("/") + page


def fin_du_lien(bilan: Bilan, jour: date) -> date:
    """Until when a link given or asked to serve on that day opens its bilan."""
    return max(bilan.campagne.ferme_le, jour) + timedelta(days=LECTURE_JOURS)


def prolonger(lesquels: Q, jusqu_au: date) -> None:
    """Have these links last long enough for an answer that may be given until that day.

    One that had expired opens again: the Caf asks its respondent for something.
    """
    fin = jusqu_au + timedelta(days=LECTURE_JOURS)
    trop_courts = Repondant.objects.filter(lesquels, revoque_le=None, expire_le__lt=fin)
    trop_courts.update(expire_le=fin)


def liens_du_bilan(bilan: Bilan, jour: date) -> dict[int, Repondant]:
    """Who answers a bilan by a link still good on that day, by their key as a person."""
    return {lien.utilisateur_id: lien for lien in _VALABLES.lire(bilan.pk, jour)}


def repondant_du_lien(jeton: str) -> Repondant | None:
    """Return whose link this is; None when it is forged, replaced, or no one's.

    Revoked and expired ones are returned: the page says why it does not open.
    """
    try:
        cle, serie = signing.loads(jeton, salt=SEL_LIEN)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    repondant = (
        Repondant.objects.select_related(
            "utilisateur", "bilan__caf", "bilan__campagne", "bilan__version__questionnaire"
        )
        .filter(cle=cle)
        .first()
    )
    return repondant if repondant and repondant.serie == serie else None


def marque_d_appareil(repondant: Repondant) -> str:
    """What a device keeps once it gave the code: for this respondent and this link alone."""
    return signing.dumps([repondant.cle.hex, repondant.serie], salt=SEL_APPAREIL)


def appareil_connu(repondant: Repondant, marque: str) -> bool:
    """Tell whether a device was let in by this very link, not too long ago."""
    duree = timedelta(days=APPAREIL_JOURS)
    try:
        lue = signing.loads(marque, salt=SEL_APPAREIL, max_age=duree)
    except signing.BadSignature:
        return False
    return bool(lue == [repondant.cle.hex, repondant.serie])
