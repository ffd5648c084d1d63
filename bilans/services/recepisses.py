"""What the public page says of the receipt of a bilan (``portal.dossiers.recepisses``)."""

import re

from bilans.models import EnvoiBilan
from bilans.services.empreintes import est_altere
from bilans.services.verification import ENVOI, OBJET
from portal.dossiers.recepisses import Verdict, Verification
from portal.socle.lignes_citees import defaut_de_ligne
from portal.socle.models import LigneJournal

NOM = "bilans"
# « BILAN-CLAS-2025-000042 »: the code of the questionnaire begins it, the key of the bilan ends it.
_REFERENCE = re.compile(r"[A-Z][A-Z0-9-]*-\d{4}-(\d{6,18})")


def verifier(reference: str, empreinte: str) -> Verification | None:
    """What is to be said of a receipt, None when its reference is not that of a bilan."""
    lue = _REFERENCE.fullmatch(reference)
    if lue is None:
        return None
    bilan_id = int(lue[1])
    envois = list(
        EnvoiBilan.objects.filter(bilan=bilan_id)
        .select_related("bilan__version__questionnaire")
        .order_by("numero")
    )
    delivre = _est_delivre(bilan_id, empreinte)
    envoi = next((e for e in envois if e.empreinte == empreinte), None)
    if envoi is not None:
        return _juger(envoi, envois, reference, delivre)
    if delivre:
        return Verification(Verdict.ALTERE)
    altere = any(est_altere(e) for e in envois)
    return Verification(Verdict.INVERIFIABLE if altere else Verdict.INCONNU)


def _est_delivre(bilan_id: int, empreinte: str) -> bool:
    """Tell whether the journal says so, by a line that may be believed."""
    lignes = LigneJournal.objects.filter(
        action=ENVOI, objet_type=OBJET, objet_id=bilan_id, details__empreinte=empreinte
    ).select_related("chaine")
    return any(not defaut_de_ligne(ligne) for ligne in lignes)


def _juger(
    envoi: EnvoiBilan, envois: list[EnvoiBilan], reference: str, delivre: bool
) -> Verification:
    """What to say of the sending that bears the hash, among those of its bilan."""
    if not delivre:
        return Verification(Verdict.CONTREDIT)
    if est_altere(envoi):
        return Verification(Verdict.ALTERE)
    if envoi.bilan.reference != reference:
        return Verification(Verdict.INCONNU)
    suivant = next((e for e in envois if e.numero > envoi.numero), None)
    return Verification(
        Verdict.REMPLACE if suivant else Verdict.DERNIER,
        reference,
        f"envoi {envoi.numero}",
        envoi.le,
        suivant.le if suivant else None,
    )
