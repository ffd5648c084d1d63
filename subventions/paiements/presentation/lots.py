"""Lots of payments as the advisers of a Caf read them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.socle.composants import Fait
from portal.socle.formats import date_fr, date_heure_fr, euros
from portal.socle.francais import compter
from subventions.paiements.models import EtatLot, LotPaiement, Versement
from subventions.paiements.presentation.echeancier import dire_le_depassement
from subventions.paiements.regles.alertes import Depassement
from subventions.paiements.regles.etats import EtatVersement

ETATS_LOT = {
    EtatLot.PROPOSE: "attention",
    EtatLot.ORDONNE: "succes",
    EtatLot.REFUSE: "erreur",
}
ETATS_VERSEMENT = {
    EtatVersement.PROPOSE: ("Proposé", "attention"),
    EtatVersement.ORDONNE: ("Ordonné", "info"),
    EtatVersement.PAYE: ("Payé", "succes"),
    EtatVersement.REJETE: ("Rejeté", "erreur"),
    EtatVersement.RETIRE: ("Retiré", "neutre"),
}


@dataclass(frozen=True)
class VersementLu:
    """A line of a lot. ``trouble``: why it could not be ordered as it stands; ``alerte``:
    what to look at before it is."""

    versement: Versement
    etat: str
    ton: str
    montant: str
    retenue: str
    net: str
    compte: str
    precision: str
    trouble: str
    alerte: str = ""


def etat_du_lot(lot: LotPaiement) -> tuple[str, str]:
    """Label and tone."""
    return lot.get_etat_display(), ETATS_LOT[EtatLot(lot.etat)]


def faits_du_lot(lot: LotPaiement, versements: Sequence[Versement]) -> list[Fait]:
    comptent = [v for v in versements if v.etat != EtatVersement.RETIRE]
    faits = [
        Fait("Versements", compter(len(comptent), "ligne")),
        Fait("Total", euros(total(v.montant for v in comptent))),
    ]
    retenues = total(v.retenue for v in comptent)
    if retenues:
        faits.append(Fait("Retenu pour des indus", euros(retenues)))
        faits.append(Fait("À virer", euros(total(v.net for v in comptent))))
    faits.append(Fait("Proposé par", str(lot.propose_par), date_heure_fr(lot.propose_le)))
    if lot.ordonne_par:
        faits.append(Fait("Ordonné par", str(lot.ordonne_par), date_heure_fr(lot.ordonne_le)))
        faits.append(Fait("À exécuter le", date_fr(lot.execution_le)))
    if lot.refuse_par:
        faits.append(
            Fait(
                "Refusé par", f"{lot.refuse_par} : {lot.refus_motif}", date_heure_fr(lot.refuse_le)
            )
        )
    return faits


def ce_qui_serait_ordonne(versements: Iterable[Versement]) -> str:
    """« 12 versements, 84 000,00 € à virer »: what one signs, on the page where it is signed."""
    lus = list(versements)
    return f"{compter(len(lus), 'versement')}, {euros(total(v.net for v in lus))} à virer"


def versement_lu(
    versement: Versement, trouble: str = "", depassement: Depassement | None = None
) -> VersementLu:
    etat, ton = ETATS_VERSEMENT[EtatVersement(versement.etat)]
    precision = versement.motif or (date_fr(versement.paye_le) if versement.paye_le else "")
    return VersementLu(
        versement,
        etat,
        ton,
        euros(versement.montant),
        euros(versement.retenue) if versement.retenue else "",
        euros(versement.net),
        versement.compte.iban_masque,
        precision,
        trouble,
        dire_le_depassement(depassement) if depassement else "",
    )


def total(montants: Iterable[Decimal]) -> Decimal:
    return sum(montants, Decimal("0.00"))
