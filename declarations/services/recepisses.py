"""Telling whether a receipt is genuine and the latest, without showing what it says."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from declarations.models import PassageControles, Version
from declarations.services.envoi import empreinte as calculer_empreinte

_EMPREINTE = re.compile(r"[0-9a-f]{64}")


class Verdict(StrEnum):
    INCONNU = "inconnu"
    DERNIER = "dernier"
    REMPLACE = "remplace"
    ALTERE = "altere"


@dataclass(frozen=True)
class Verification:
    """The answer, with the only facts the page may tell: version, sending, later sending."""

    verdict: Verdict
    reference: str = ""
    numero: int = 0
    envoyee_le: datetime | None = None
    suivante_le: datetime | None = None


def verifier_recepisse(reference: str, empreinte: str) -> Verification:
    """Compare a receipt with what is kept: its reference and its hash must both be known.

    The hash is computed again from the figures kept: ALTERE tells that these no longer give it.
    Spaces and capitals do not count, a hash being copied from paper.
    """
    reference = "".join(reference.split()).upper()
    empreinte = "".join(empreinte.split()).lower()
    version = _trouver(empreinte) if _EMPREINTE.fullmatch(empreinte) else None
    if version is None or version.declaration.reference != reference:
        return Verification(Verdict.INCONNU)
    suivante = (
        version.declaration.versions.filter(numero__gt=version.numero, envoyee_le__isnull=False)
        .order_by("numero")
        .first()
    )
    verdict = Verdict.REMPLACE if suivante else Verdict.DERNIER
    if _recalculer(version) != empreinte:
        verdict = Verdict.ALTERE
    return Verification(
        verdict,
        reference,
        version.numero,
        version.envoyee_le,
        suivante.envoyee_le if suivante else None,
    )


def _trouver(empreinte: str) -> Version | None:
    return (
        Version.objects.filter(empreinte=empreinte, envoyee_le__isnull=False)
        .select_related("declaration__caf", "declaration__campagne", "gestionnaire", "calcul")
        .prefetch_related("volets", "passages")
        .first()
    )


def _recalculer(version: Version) -> str:
    """The hash of what is kept now."""
    envois = [p for p in version.passages.all() if p.moment == PassageControles.Moment.ENVOI]
    return calculer_empreinte(version, envois[-1].constats if envois else [])
