"""Telling whether a receipt is genuine and the latest, without showing what it says."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from declarations.models import Version
from declarations.services.integrite import fautes_de, lignes_d_envoi, signaler
from portal.socle.lignes_citees import defaut_de_ligne

_EMPREINTE = re.compile(r"[0-9a-f]{64}")
# « ER-2025-R-000042 »: the key of the declaration ends its reference.
_REFERENCE = re.compile(r"[A-Z]+-\d{4}-[A-Z]\d*-(\d{6,18})")


class Verdict(StrEnum):
    INCONNU = "inconnu"
    DERNIER = "dernier"
    REMPLACE = "remplace"
    ALTERE = "altere"
    CONTREDIT = "contredit"
    INVERIFIABLE = "inverifiable"


@dataclass(frozen=True)
class Verification:
    """The answer, with the only facts the page may tell: version, sending, later sending."""

    verdict: Verdict
    reference: str = ""
    numero: int = 0
    envoyee_le: datetime | None = None
    suivante_le: datetime | None = None


def verifier_recepisse(reference: str, empreinte: str) -> Verification:
    """Compare a receipt with what is kept and with the journal: both must know its hash.

    ALTERE: it was delivered, the journal says so, but what is kept is no longer what it says.
    CONTREDIT: it bears the hash of what is kept, which the journal does not confirm. INVERIFIABLE:
    nobody knows this hash, but a version of this declaration was altered, perhaps this one. Spaces
    and capitals do not count, a hash being copied from paper.
    """
    reference = "".join(reference.split()).upper()
    empreinte = "".join(empreinte.split()).lower()
    lue = _REFERENCE.fullmatch(reference)
    if lue is None or not _EMPREINTE.fullmatch(empreinte):
        return Verification(Verdict.INCONNU)
    declaration_id = int(lue[1])
    versions = _envoyees(declaration_id)
    delivre = _est_delivre(declaration_id, empreinte)
    version = next((v for v in versions if v.empreinte == empreinte), None)
    if version is not None:
        return _juger(version, versions, reference, delivre)
    if delivre:
        return Verification(Verdict.ALTERE)
    return Verification(Verdict.INVERIFIABLE if _une_est_alteree(versions) else Verdict.INCONNU)


def _est_delivre(declaration_id: int, empreinte: str) -> bool:
    """Tell whether the journal says so, by a line that may be believed."""
    lignes = lignes_d_envoi(declaration_id).filter(details__empreinte=empreinte)
    return any(not defaut_de_ligne(ligne) for ligne in lignes)


def _une_est_alteree(versions: list[Version]) -> bool:
    alterees = [(v, fautes) for v in versions if (fautes := fautes_de(v))]
    for version, fautes in alterees:
        signaler(version, fautes)
    return bool(alterees)


def _juger(
    version: Version, versions: list[Version], reference: str, delivre: bool
) -> Verification:
    """What to say of the version that bears the hash, among those sent of its declaration."""
    fautes = fautes_de(version)
    if fautes:
        signaler(version, fautes)
        return Verification(Verdict.ALTERE if delivre else Verdict.CONTREDIT)
    if version.declaration.reference != reference:
        return Verification(Verdict.INCONNU)
    suivante = next((v for v in versions if v.numero > version.numero), None)
    return Verification(
        Verdict.REMPLACE if suivante else Verdict.DERNIER,
        reference,
        version.numero,
        version.envoyee_le,
        suivante.envoyee_le if suivante else None,
    )


def _envoyees(declaration_id: int) -> list[Version]:
    """Versions sent of a declaration, in order."""
    return list(
        Version.objects.filter(declaration=declaration_id, envoyee_le__isnull=False)
        .select_related("declaration__caf", "gestionnaire", "calcul")
        .prefetch_related("volets", "passages")
        .order_by("numero")
    )
