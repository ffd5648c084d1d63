"""A list of payments as its sender reads it before it is recorded."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.socle.formats import date_fr, euros
from subventions.paiements.services.reglements import LigneExaminee

MASQUEE = "Cette ligne est masquée dans le fichier : elle compte comme les autres."


@dataclass(frozen=True)
class LigneDuReleve:
    """One line: what it says, what it would do, and why not."""

    numero: int
    reference: str
    quoi: str
    montant: str
    le: str
    issue: str
    ton: str
    precision: str
    remarque: str = ""


def lignes_du_releve(examinees: Iterable[LigneExaminee]) -> list[LigneDuReleve]:
    """Those that are refused first."""
    return [_lire(e) for e in sorted(examinees, key=lambda e: (not e.refus, e.ligne.numero))]


def _lire(examinee: LigneExaminee) -> LigneDuReleve:
    ligne = examinee.ligne
    if examinee.refus:
        issue, ton, precision = "Refusée", "erreur", examinee.refus
    elif not examinee.a_ecrire:
        issue, ton, precision = "Déjà enregistrée", "neutre", ""
    elif ligne.rejet:
        issue, ton, precision = "Rejet à enregistrer", "attention", ligne.rejet
    else:
        issue, ton, precision = "Paiement à enregistrer", "succes", ""
    return LigneDuReleve(
        ligne.numero,
        ligne.reference or "–",
        str(examinee.versement) if examinee.versement else "",
        "" if ligne.montant is None else euros(ligne.montant),
        date_fr(ligne.le) if ligne.le else "",
        issue,
        ton,
        precision,
        MASQUEE if ligne.masquee else "",
    )
