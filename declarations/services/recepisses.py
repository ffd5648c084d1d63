"""What the public page says of the receipt of a declaration (``portal.dossiers.recepisses``)."""

import re

from declarations.models import Version
from declarations.services.integrite import fautes_de, lignes_d_envoi, signaler
from portal.dossiers.recepisses import Verdict, Verification
from portal.socle.lignes_citees import defaut_de_ligne

NOM = "declarations"
# « ER-2025-R-000042 »: the key of the declaration ends its reference.
_REFERENCE = re.compile(r"[A-Z]+-\d{4}-[A-Z]\d*-(\d{6,18})")


def verifier(reference: str, empreinte: str) -> Verification | None:
    """What is to be said of a receipt, None when its reference is not that of a declaration."""
    lue = _REFERENCE.fullmatch(reference)
    if lue is None:
        return None
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
    lignes = lignes_d_envoi([declaration_id]).filter(details__empreinte=empreinte)
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
        f"version {version.numero}",
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
