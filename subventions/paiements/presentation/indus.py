"""Indus as people read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.socle.composants import Fait
from portal.socle.formats import date_fr, date_heure_fr, euros
from portal.socle.francais import enumerer
from subventions.paiements.models import EcheanceIndu, Indu, ModeIndu
from subventions.paiements.regles.indus import restes

RIEN_DEMANDE = "Plus rien n’est demandé"
_A_RECOUVRER = {
    ModeIndu.REMBOURSEMENT: "À rembourser par le partenaire",
    ModeIndu.COMPENSATION: "À compenser sur ses prochains versements",
}


@dataclass(frozen=True)
class EcheanceLue:
    """One instalment: when, how much, and whether it came back."""

    le: str
    montant: str
    etat: str
    ton: str
    reste: str


def etat_de_l_indu(indu: Indu) -> tuple[str, str]:
    """Label and tone."""
    if indu.annule_le:
        return "Annulé", "neutre"
    if indu.reste == 0:
        return "Soldé", "succes"
    return ("En cours" if indu.reste != indu.montant else "Notifié"), "attention"


def recouvrement(indu: Indu) -> str:
    """How what is left is to come back; how it came back, once nothing is left. The mode is only
    what was chosen: it may have been changed on the way."""
    if indu.annule_le:
        return RIEN_DEMANDE
    if indu.reste:
        return _A_RECOUVRER[ModeIndu(indu.mode)]
    revenus = (
        (ModeIndu.REMBOURSEMENT, indu.rembourse),
        (ModeIndu.COMPENSATION, indu.compense),
    )
    premier, *autres = [str(mode.label) for mode, montant in revenus if montant]
    return enumerer([premier, *(autre.lower() for autre in autres)])


def faits_de_l_indu(indu: Indu) -> list[Fait]:
    faits = [
        Fait("Partenaire", indu.gestionnaire.nom),
        Fait("Exercice", indu.exercice),
        Fait("Montant", euros(indu.montant)),
        Fait("Recouvrement", recouvrement(indu)),
        Fait("Remboursé", euros(indu.rembourse)),
        Fait("Compensé", euros(indu.compense)),
        Fait("Reste", euros(indu.reste)),
        Fait("Notifié par", str(indu.notifie_par), date_heure_fr(indu.notifie_le)),
        Fait("Explication", indu.motif),
    ]
    if indu.annule_par:
        faits.append(
            Fait("Annulé par", f"{indu.annule_par} : {indu.annule_motif}", date_fr(indu.annule_le))
        )
    return faits


def echeances_lues(indu: Indu, echeances: Sequence[EcheanceIndu], jour: date) -> list[EcheanceLue]:
    """The instalments that the partner is asked for; none once it is set off or cancelled."""
    if indu.mode != ModeIndu.REMBOURSEMENT or indu.annule_le:
        return []
    laisses = restes([e.montant for e in echeances], indu.montant - indu.reste)
    return [
        EcheanceLue(
            date_fr(echeance.le),
            euros(echeance.montant),
            *_etat(echeance, reste == 0, jour),
            euros(reste) if 0 < reste < echeance.montant else "",
        )
        for echeance, reste in zip(echeances, laisses, strict=True)
    ]


def _etat(echeance: EcheanceIndu, rendue: bool, jour: date) -> tuple[str, str]:
    if rendue:
        return "Rendue", "succes"
    return ("En retard", "erreur") if echeance.le < jour else ("À venir", "neutre")
